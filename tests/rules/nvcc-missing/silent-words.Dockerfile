FROM nvidia/cuda:12.4.1-base-ubuntu22.04
# nvcc compiles kernels; flash-attn needs it
LABEL nvcc="none" build="cmake -DGGML_CUDA=ON"
RUN echo "nvcc -arch=sm_80 kernel.cu; cmake -DGGML_CUDA=ON; pip install flash-attn" > /notes
RUN command -v nvcc || true
RUN if [ -x /usr/local/cuda/bin/nvcc ]; then nvcc --version; fi
