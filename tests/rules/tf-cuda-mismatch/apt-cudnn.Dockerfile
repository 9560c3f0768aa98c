# The release of cuDNN is pinned, and too old.
FROM nvidia/cuda:12.5.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip libcudnn9-cuda-12=9.1.0.70-1
RUN pip3 install tensorflow==2.18.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: needs cuDNN >= 9.3, and this stage has cuDNN 9.1.0.70
