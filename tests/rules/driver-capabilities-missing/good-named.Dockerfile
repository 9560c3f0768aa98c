FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,video,utility,graphics
ENV PYOPENGL_PLATFORM=egl
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-hwaccel", "cuda", "-i", "in.mp4", "-c:v", "h264_nvenc", "out.mp4"]
