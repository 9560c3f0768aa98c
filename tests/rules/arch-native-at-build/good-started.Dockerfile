FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY kernel.cu run.sh ./
# Where it is started, there is a GPU.
CMD ["nvcc", "-arch=native", "kernel.cu", "-o", "kernel"]
