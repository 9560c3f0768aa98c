# [ctk], the right one with headers, headers from apt, before 12.2, torch's libraries.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS ctk
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "cupy-cuda12x[ctk]==14.0.0"
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS headers
RUN apt-get update && apt-get install -y python3-pip cuda-cudart-dev-12-4
RUN pip3 install cupy-cuda12x==13.3.0
FROM nvidia/cuda:12.1.1-runtime-ubuntu22.04 AS before
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install cupy-cuda12x==13.3.0
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS torch
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1 cupy-cuda12x==13.3.0
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS right
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install cupy-cuda11x==13.3.0
