# flags: --driver 535.104.05 --gpu T4
FROM ubuntu:22.04
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_REQUIRE_CUDA="cuda>=12.4"
#                       ^^^^^^^^^^^^ driver-refused-by-image: NVIDIA_REQUIRE_CUDA may refuse Tesla T4 with driver 535.104.05, which this project declares (unsatisfied condition: cuda>=12.4)
CMD ["nvidia-smi"]
