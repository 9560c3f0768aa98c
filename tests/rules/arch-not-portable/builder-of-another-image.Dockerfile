# What another image is made of does not help this one.
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS hopper
COPY hopper.cu .
RUN nvcc -arch=sm_90a hopper.cu -o /hopper
#              ^^^^^^ arch-not-portable: sm_90a is code for compute capability 9.0 alone
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS others
COPY all.cu .
RUN nvcc -arch=sm_80 all.cu -o /all
FROM nvidia/cuda:12.8.1-base-ubuntu22.04 AS first
COPY --from=hopper /hopper /
FROM nvidia/cuda:12.8.1-base-ubuntu22.04 AS second
COPY --from=others /all /
