FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN CUDA_VISIBLE_DEVICES=all make
ARG CUDA_VISIBLE_DEVICES=all
CMD ["server"]
