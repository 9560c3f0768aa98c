# flags: --driver 535.104.05 --gpu "RTX 5090"
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: may refuse
CMD ["nvidia-smi"]
