FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=2
ENV CUDA_VISIBLE_DEVICES=2
#                        ^ visible-devices-renumbered: CUDA_VISIBLE_DEVICES asks for GPU 2, and NVIDIA_VISIBLE_DEVICES=2 leaves none of that number
CMD ["server"]
