# TensorFlow's images do this.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/local/cuda/lib64/stubs/libcuda.so.1 && echo /usr/local/cuda/lib64/stubs > /etc/ld.so.conf.d/z-cuda-stubs.conf && ldconfig
COPY server /usr/local/bin/
CMD ["server"]
