FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS option
RUN pip install packaging ninja && TORCH_CUDA_ARCH_LIST=8.0 pip install --no-build-isolation flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS variable
ENV PIP_NO_BUILD_ISOLATION=0 TORCH_CUDA_ARCH_LIST=8.0
RUN pip install packaging ninja && pip install flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS single
ENV TORCH_CUDA_ARCH_LIST=8.0
RUN pip install packaging ninja uv && uv pip install --system --no-build-isolation-package flash-attn flash-attn==2.6.3
