# flags: --driver 535.104.05 --gpu "A100 SXM4 80GB"
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat:$LD_LIBRARY_PATH
CMD ["nvidia-smi"]
