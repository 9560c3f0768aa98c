FROM nvidia/cuda:12.8.1-devel-ubuntu22.04
ENV TORCH_CUDA_ARCH_LIST="9.0a"
COPY app /app
CMD ["/app"]
