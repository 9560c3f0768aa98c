FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel
RUN python -m pip install --no-cache-dir -U pip setuptools wheel
RUN pip install packaging ninja && TORCH_CUDA_ARCH_LIST=8.0 pip install flash-attn==2.6.3
#                                                                       ^^^^^^^^^^^^^^^^^ build-isolation-hides-torch: flash-attn 2.6.3 needs torch while it is built, but pip builds it where torch is not
