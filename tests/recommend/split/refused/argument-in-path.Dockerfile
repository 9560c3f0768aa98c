# refused: /opt/k-1, which would be copied, depends on the build argument V
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ARG V=1
ENV VER=$V
COPY k.cu /k.cu
RUN nvcc -arch=sm_80 /k.cu -o /opt/k-$VER
ENV OUT=/opt/k-$VER
CMD ["/bin/sh", "-c", "$OUT"]
