FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-devel
RUN apt-get update && apt-get install -y git
RUN pip install --no-build-isolation "git+https://github.com/facebookresearch/pytorch3d.git@v0.7.8"
#                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ force-cuda-missing: pytorch3d 0.7.8 is built for the CPU only
