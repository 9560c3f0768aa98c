FROM nvidia/cuda@sha256:0000000000000000000000000000000000000000000000000000000000000000
FROM someone/cuda
FROM registry.example.com/nvidia/cuda
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
FROM nvidia/cuda:latest@sha256:0000000000000000000000000000000000000000000000000000000000000000
FROM nvidia/cudagl
#    ^^^^^^^^^^^^^ deprecated-gpu-package: nvidia/cudagl was given up
