FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
RUN python -c "import torch; assert torch.cuda.is_available() == False"
RUN python -c "import torch; assert torch.cuda.is_available() is False"
RUN python -O -c "import torch; assert torch.cuda.is_available()"
