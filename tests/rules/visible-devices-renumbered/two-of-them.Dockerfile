FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=2,3
ENV CUDA_VISIBLE_DEVICES="0,3"
#                        ^^^^^ visible-devices-renumbered: asks for GPU 3, and NVIDIA_VISIBLE_DEVICES=2,3 leaves none
CMD ["server"]
