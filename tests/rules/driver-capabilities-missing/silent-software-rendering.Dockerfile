FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV MUJOCO_GL=osmesa PYOPENGL_PLATFORM=osmesa
ENV NVIDIA_DRIVER_CAPABILITIES=utility
CMD ["dcgm"]
