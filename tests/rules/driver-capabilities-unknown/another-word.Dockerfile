FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES="compute, profile"
#                                        ^^^^^^^ driver-capabilities-unknown: profile is no capability
