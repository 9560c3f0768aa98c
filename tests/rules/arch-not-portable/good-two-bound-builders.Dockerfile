FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS sources
COPY kernel.cu .
FROM sources AS hopper
RUN nvcc -arch=sm_90a kernel.cu -shared -o /lib90.so
FROM sources AS blackwell
RUN nvcc -arch=sm_100a kernel.cu -shared -o /lib100.so
FROM scratch AS libraries
COPY --from=hopper /lib90.so /
COPY --from=blackwell /lib100.so /
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=libraries / /opt
