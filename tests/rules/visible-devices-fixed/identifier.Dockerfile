FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=GPU-8c5e63a1-0b5f
#                          ^^^^^^^^^^^^^^^^^ visible-devices-fixed: is built into the image
CMD ["server"]
