FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/local/cuda/lib64/libcuda.so.1
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64
#                   ^^^^^^^^^^^^^^^^^^^^^ stub-libcuda-at-runtime: leads to /usr/local/cuda/lib64, whose libcuda.so.1
COPY server /usr/local/bin/
CMD ["server"]
