FROM nvcr.io/nvidia/l4t-pytorch:r35.2.1-pth2.0-py3
RUN python3 -c "import torch; assert torch.cuda.is_available()"
