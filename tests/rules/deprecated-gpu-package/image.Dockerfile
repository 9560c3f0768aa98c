ARG CUDA=11.4.2
FROM nvidia/cudagl:${CUDA}-runtime-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deprecated-gpu-package: nvidia/cudagl was given up
RUN echo ready
