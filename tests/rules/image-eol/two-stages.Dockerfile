FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04 AS dev
RUN apt-get update && apt-get install -y gdb

FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04 AS service
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:12.4.0-runtime-ubuntu22.04: NVIDIA's support for CUDA 12.4.0 ended on 2024-05-31
COPY app /app
CMD ["/app"]
