FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN FORCE_CUDA=0 pip3 install --no-build-isolation git+https://github.com/facebookresearch/detectron2
RUN PYTORCH3D_FORCE_NO_CUDA=1 pip3 install --no-build-isolation git+https://github.com/facebookresearch/pytorch3d
