# Nothing is written where the step may lack root's rights.
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8
USER app
RUN apt-get update && apt-get upgrade -y
#                     ^^^^^^^^^^^^^^^^^^ apt-upgrade-cuda-libs: the upgrade replaces libnccl2 2.15.5-1+cuda11.8 by
