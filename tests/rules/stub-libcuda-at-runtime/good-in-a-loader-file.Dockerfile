# The container toolkit puts the driver's directory before the files of the loader.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN echo /usr/local/cuda/lib64/stubs > /etc/ld.so.conf.d/cuda-stubs.conf && ldconfig
COPY server /usr/local/bin/
CMD ["server"]
