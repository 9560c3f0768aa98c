# Names that only look alike, and what cannot be followed.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS wheel
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install nvidia-cuda-runtime-cu12 cupy-cuda12x==13.3.0
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS script
RUN apt-get update && apt-get install -y python3-pip
COPY setup.sh .
RUN pip3 install cupy-cuda12x==13.3.0 && sh setup.sh
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 wheel cupy-cuda11x==13.3.0 && nvcc --version
