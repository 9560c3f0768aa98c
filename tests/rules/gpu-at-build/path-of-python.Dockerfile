FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
RUN PATH=/opt/conda/bin:$PATH python -c "import torch; assert torch.cuda.is_available()"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-at-build
RUN MODE=x nvidia-smi
#   ^^^^^^^^^^^^^^^^^ gpu-at-build
