# The encoder goes through CUDA.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=video,utility
#                              ^^^^^^^^^^^^^ driver-capabilities-missing: NVIDIA_DRIVER_CAPABILITIES has no compute, and h264_nvenc may get no libcuda
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-i", "in.mp4", "-c:v", "h264_nvenc", "out.mp4"]
