# flags: --driver 551.61 --host wsl2 --gpu "RTX 4070"
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.6.3-base-ubuntu22.04 may refuse GeForce RTX 4070 with Windows driver 551.61, which this project declares (unsatisfied condition: cuda>=12.6)
CMD ["nvidia-smi"]
