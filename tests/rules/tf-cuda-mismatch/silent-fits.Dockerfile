# Any CUDA of the major that has the library, not only the one it was tested with.
FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 AS newer
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.16.1

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu20.04 AS older
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu20.04 builds on Ubuntu 20.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.8.4 "numpy<2"
