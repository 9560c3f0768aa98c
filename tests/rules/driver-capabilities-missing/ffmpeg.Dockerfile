FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-i", "in.mp4", "-c:v", "h264_nvenc", "out.mp4"]
#                                       ^^^^^^^^^^ driver-capabilities-missing: h264_nvenc may get no libraries for video: NVIDIA_DRIVER_CAPABILITIES does not name it
