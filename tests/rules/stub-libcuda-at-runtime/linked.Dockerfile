FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/local/cuda/lib64/stubs/libcuda.so.1
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64/stubs:$LD_LIBRARY_PATH
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ stub-libcuda-at-runtime: LD_LIBRARY_PATH leads to /usr/local/cuda/lib64/stubs, whose libcuda.so.1 is a stub and no driver
COPY server /usr/local/bin/
CMD ["server"]
