FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES Compute,utility
#                              ^^^^^^^ driver-capabilities-unknown: did you mean compute?
