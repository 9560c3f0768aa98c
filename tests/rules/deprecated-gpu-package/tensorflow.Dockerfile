FROM python:3.11-slim
RUN pip install tensorflow-gpu
#               ^^^^^^^^^^^^^^ deprecated-gpu-package: tensorflow-gpu is a placeholder: the package is called tensorflow[and-cuda]
