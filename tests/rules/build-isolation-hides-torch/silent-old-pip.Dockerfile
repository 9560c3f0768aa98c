FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS pinned
RUN pip install --upgrade pip==25.2 && pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS limited
RUN pip install --upgrade "pip<25" && pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS not-upgraded
RUN pip install pip && pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS perhaps
ARG UPGRADE
RUN if [ -n "$UPGRADE" ]; then pip install --upgrade pip; fi; pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS back
RUN pip install --upgrade pip && pip install packaging ninja wheel && pip install pip==24.0
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS flag
RUN pip install --upgrade pip && pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install --no-build-isolation flash-attn==2.6.3
FROM pytorch/pytorch:1.7.1-cuda11.0-cudnn8-devel AS old-python
RUN pip install --upgrade pip && pip install packaging ninja wheel
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
