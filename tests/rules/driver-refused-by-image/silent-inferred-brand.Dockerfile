# flags: --driver 450.80.02 --gpu A100
FROM nvidia/cuda:11.1.1-base-ubuntu20.04
CMD ["nvidia-smi"]
