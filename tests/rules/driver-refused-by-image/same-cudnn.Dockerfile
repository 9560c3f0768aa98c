# flags: --driver 535.104.05 --gpu "RTX 4090"
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: may refuse
CMD ["nvidia-smi"]
