FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=graphics,utility
#                              ^^^^^^^^^^^^^^^^ driver-capabilities-missing: NVIDIA_DRIVER_CAPABILITIES has no compute, and torch 2.5.1+cu124 may get no libcuda
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
