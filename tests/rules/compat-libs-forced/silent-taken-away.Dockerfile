FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN rm -rf /usr/local/cuda*/compat
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat:$LD_LIBRARY_PATH
CMD ["nvidia-smi"]
