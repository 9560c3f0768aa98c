# pip before 25.3 builds what has no pyproject.toml beside the installed packages, where wheel is there.
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel
RUN pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
