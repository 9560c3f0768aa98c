FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:12.4.0-runtime-ubuntu22.04: NVIDIA's support for CUDA 12.4.0 ended on 2024-05-31
COPY app /app
CMD ["/app"]
