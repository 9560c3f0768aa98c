FROM ubuntu:22.04
RUN apt-get update && apt-get install -y nvidia-container-toolkit
CMD ["nvidia-ctk", "runtime", "configure", "--runtime=containerd"]
