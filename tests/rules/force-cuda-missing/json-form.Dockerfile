# flags: --gpu A100
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN ["pip3", "install", "--no-build-isolation", "git+https://github.com/facebookresearch/detectron2"]
#                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ force-cuda-missing: detectron2
