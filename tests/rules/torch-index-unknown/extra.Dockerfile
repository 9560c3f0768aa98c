FROM python:3.10-slim
RUN pip3 install torch==2.3.1 torchvision --extra-index-url https://download.pytorch.org/whl/cu125
#                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu125 does not exist: no torch was built for that CUDA
