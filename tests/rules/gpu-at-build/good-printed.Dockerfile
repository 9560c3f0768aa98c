FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
RUN python -c "import torch; print(torch.cuda.is_available())"
RUN python -c "import torch; assert torch.cuda.is_available() or True"
RUN python -c "import torch; print(torch.__version__)" && python -c "import torch; x = torch.cuda.device_count()"
RUN python -c "import torch\nif torch.cuda.is_available(): print(torch.cuda.get_device_name(0))"
RUN python -c "assert True"
