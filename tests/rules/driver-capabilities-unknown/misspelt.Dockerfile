FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utilty
#                                      ^^^^^^ driver-capabilities-unknown: utilty is no capability of the driver; did you mean utility?
