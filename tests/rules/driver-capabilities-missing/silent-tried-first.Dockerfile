FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y ffmpeg
CMD ffmpeg -hwaccel cuda -i a.mp4 o.mp4 || ffmpeg -i a.mp4 o.mp4
