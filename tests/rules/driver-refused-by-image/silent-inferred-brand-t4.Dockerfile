# flags: --driver 450.80.02 --gpu T4
FROM nvidia/cuda:11.2.2-base-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.2.2-base-ubuntu20.04: NVIDIA's support for CUDA 11.2.2 ended on 2023-07-01
CMD ["nvidia-smi"]
