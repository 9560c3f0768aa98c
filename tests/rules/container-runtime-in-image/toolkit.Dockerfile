FROM ubuntu:22.04
RUN apt-get update && apt-get install -y nvidia-container-toolkit
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^ container-runtime-in-image: nvidia-container-toolkit is installed into the image: it starts containers, and belongs on the host
