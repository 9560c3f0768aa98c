FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS copied
COPY --from=nvidia/cuda:12.8.1-devel-ubuntu22.04 /usr/local/cuda-12.8 /usr/local/cuda-12.8
ENV PATH=/usr/local/cuda-12.8/bin:$PATH CUDA_HOME=/usr/local/cuda-12.8
RUN nvcc -arch=sm_120 x.cu
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS path
COPY cuda /opt/cuda
ENV PATH=/opt/cuda/bin:$PATH
RUN nvcc -arch=sm_120 x.cu
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS sourced
COPY env.sh /
RUN . /env.sh && nvcc -arch=sm_120 x.cu
