# flags: --driver 550.54.15 --gpu RTX4090
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
ENV NVIDIA_DISABLE_REQUIRE=1
CMD ["nvidia-smi"]
