FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS a
ENV NVIDIA_VISIBLE_DEVICES=all
CMD ["server"]
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS dev
ENV CUDA_VISIBLE_DEVICES=0
CMD ["bash"]
