# flags: --driver 550.54.15 --gpu RTX4090
# The driver of a host and the support of an image are two causes.
FROM nvidia/cuda:12.6.1-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.6.1-base-ubuntu22.04 may refuse GeForce RTX 4090
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:12.6.1-base-ubuntu22.04: NVIDIA's support for CUDA 12.6.1 ended
CMD ["nvidia-smi"]
