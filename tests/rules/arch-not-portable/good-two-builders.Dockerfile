# One stage compiles for one GPU, another for the others: the image has both.
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS hopper
COPY hopper.cu .
RUN nvcc -arch=sm_90a hopper.cu -shared -o /libhopper.so
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS others
COPY all.cu .
RUN nvcc -arch=sm_80 all.cu -shared -o /liball.so
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=hopper /libhopper.so /
COPY --from=others /liball.so /
