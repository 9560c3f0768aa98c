FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
RUN python -c "import os, torch; assert torch.cuda.is_available(), 'no gpu'"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-at-build: assert torch.cuda.is_available() needs a GPU, and a build step has none
