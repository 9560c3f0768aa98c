FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat:$LD_LIBRARY_PATH
#                   ^^^^^^^^^^^^^^^^^^^^^^ compat-libs-forced: LD_LIBRARY_PATH holds /usr/local/cuda/compat, whose libcuda is then loaded on every host
CMD ["nvidia-smi"]
