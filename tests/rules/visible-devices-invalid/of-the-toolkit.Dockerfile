FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=true
#                          ^^^^ visible-devices-invalid: NVIDIA_VISIBLE_DEVICES=true names no GPU
CMD ["server"]
