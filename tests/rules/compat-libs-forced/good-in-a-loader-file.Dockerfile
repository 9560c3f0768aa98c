# The container toolkit puts the driver's directory before the files of the loader.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN echo "/usr/local/cuda/compat" > /etc/ld.so.conf.d/compat.conf && ldconfig
CMD ["nvidia-smi"]
