FROM python:3.11-slim
RUN pip install numpy tf-nightly-gpu
#                     ^^^^^^^^^^^^^^ deprecated-gpu-package: tf-nightly-gpu is a placeholder: the package is called tf-nightly[and-cuda]
