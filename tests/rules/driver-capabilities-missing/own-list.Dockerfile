FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
#                              ^^^^^^^^^^^^^^^ driver-capabilities-missing: cuda may get no libraries for video
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-hwaccel", "cuda", "-i", "in.mp4", "out.webm"]
