# flags: --driver 450.80.02 --gpu A100
FROM nvidia/cuda:11.1.1-base-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.1.1-base-ubuntu20.04: NVIDIA's support for CUDA 11.1.1 ended on 2023-07-01
CMD ["nvidia-smi"]
