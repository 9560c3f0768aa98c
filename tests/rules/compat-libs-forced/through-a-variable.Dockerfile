FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV COMPAT=/usr/local/cuda/compat
#          ^^^^^^^^^^^^^^^^^^^^^^ compat-libs-forced: LD_LIBRARY_PATH holds /usr/local/cuda/compat
ENV LD_LIBRARY_PATH=$COMPAT:$LD_LIBRARY_PATH
CMD ["nvidia-smi"]
