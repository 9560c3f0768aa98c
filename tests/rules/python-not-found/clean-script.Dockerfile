FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY install.sh /
RUN /install.sh
RUN pip install numpy
