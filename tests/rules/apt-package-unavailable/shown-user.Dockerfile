# Nothing is written where the step may lack root's rights.
FROM python:3.12-slim-bookworm
USER 1000:1000
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
#                                        ^^^^^^^^^^^^^^^^^^^ apt-package-unavailable: nvidia-cuda-toolkit is in non-free, which the image's sources do not list
