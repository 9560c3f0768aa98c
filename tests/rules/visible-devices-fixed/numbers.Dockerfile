FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV CUDA_VISIBLE_DEVICES=0,1
#                        ^^^ visible-devices-fixed: CUDA_VISIBLE_DEVICES=0,1 is built into the image: other hosts have other GPUs
CMD ["server"]
