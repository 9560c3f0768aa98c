FROM ubuntu:22.04
RUN apt-get update && apt-get install -y crun runc slurmd nvidia-container-toolkit libnvidia-container-tools
CMD ["slurmd", "-D"]
