# flags: --driver 550.54.15 --gpu RTX3090
ARG CUDA=12.6.3
FROM nvidia/cuda:${CUDA}-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.6.3-base-ubuntu22.04 may refuse GeForce RTX 3090 with driver 550.54.15, which this project declares (unsatisfied condition: cuda>=12.6)
CMD ["nvidia-smi"]
