FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64/stubs:$LD_LIBRARY_PATH
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ stub-libcuda-at-runtime: whose libcuda.so.1 is a stub
RUN ldconfig /usr/local/cuda/lib64/stubs && make && ldconfig
COPY server /usr/local/bin/
CMD ["server"]
