# flags: --driver 550.54.15 --gpu "GeForce RTX 4090"
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.6.3-base-ubuntu22.04 may refuse GeForce RTX 4090 with driver 550.54.15, which this project declares (unsatisfied condition: cuda>=12.6)
CMD ["nvidia-smi"]
