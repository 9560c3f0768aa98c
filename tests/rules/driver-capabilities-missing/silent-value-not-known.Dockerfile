FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ARG CAPS
ENV NVIDIA_DRIVER_CAPABILITIES=$CAPS
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-i", "in.mp4", "-c:v", "h264_nvenc", "out.mp4"]
