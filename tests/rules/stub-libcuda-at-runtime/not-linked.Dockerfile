FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/lib:/usr/local/cuda-12.4/lib64/stubs
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stub-libcuda-at-runtime: whose libcuda.so is a stub
COPY server /usr/local/bin/
CMD ["server"]
