FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS a
ENV NVIDIA_VISIBLE_DEVICES=all
CMD ["server"]
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS b
ENV CUDA_VISIBLE_DEVICES=-1
CMD ["server"]
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS c
ENV CUDA_VISIBLE_DEVICES=""
CMD ["server"]
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS d
ENV NVIDIA_VISIBLE_DEVICES=nvidia.com/gpu=all
CMD ["server"]
