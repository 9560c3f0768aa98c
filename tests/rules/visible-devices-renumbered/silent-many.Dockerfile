FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=2,3 CUDA_VISIBLE_DEVICES=GPU-8c5e,1
#                          ^^^ visible-devices-fixed: is built into the image
CMD ["server"]
