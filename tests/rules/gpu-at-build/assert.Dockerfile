FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
RUN python -c "import torch; assert torch.cuda.is_available()"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-at-build: assert torch.cuda.is_available() needs a GPU, and a build step has none
RUN python3 -c "import torch; print(torch.cuda.get_device_name(0))"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-at-build: print(torch.cuda.get_device_name(0)) needs a GPU, and a build step has none
