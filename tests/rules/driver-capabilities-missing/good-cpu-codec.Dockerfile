FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y ffmpeg
CMD ["ffmpeg", "-i", "in.mp4", "-c:v", "libx264", "out.mp4"]
