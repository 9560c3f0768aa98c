FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV MUJOCO_GL=egl NVIDIA_DRIVER_CAPABILITIES=compute,utility
#                                            ^^^^^^^^^^^^^^^ driver-capabilities-missing: MUJOCO_GL=egl may get no libraries for graphics
CMD ["sim"]
