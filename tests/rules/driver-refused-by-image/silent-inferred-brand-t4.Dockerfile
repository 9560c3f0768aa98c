# flags: --driver 450.80.02 --gpu T4
FROM nvidia/cuda:11.2.2-base-ubuntu20.04
CMD ["nvidia-smi"]
