FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y sudo
USER app
RUN sudo apt-get update && sudo apt-get install -y nvidia-cuda-toolkit
#                                                  ^^^^^^^^^^^^^^^^^^^ apt-package-unavailable: nvidia-cuda-toolkit is in non-free, which the image's sources do not list
