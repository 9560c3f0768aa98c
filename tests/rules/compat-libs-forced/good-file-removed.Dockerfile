FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN echo /usr/local/cuda/compat > /etc/ld.so.conf.d/compat.conf && ldconfig && make && rm /etc/ld.so.conf.d/compat.conf && ldconfig
