FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
RUN apt-key adv --keyserver keyserver.ubuntu.com --recv-keys A4B469963BF863CC && apt-get update
FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
RUN <<EOF
set -e
rm -f /etc/apt/sources.list.d/cuda.list
apt-get update
EOF
FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
COPY empty /etc/apt/sources.list.d/cuda.list
RUN apt-get update
FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
COPY fix.sh /
RUN /fix.sh && apt-get update
FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
RUN apt-get update --allow-insecure-repositories
FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
RUN apt-get update || true
