FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ARG CUDA_VISIBLE_DEVICES=0
RUN make
CMD ["server"]
