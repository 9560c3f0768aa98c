# flags: --gpu "Jetson AGX Thor"
FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04 AS thor
FROM mycompany/l4t-base:r32.7.1 AS own
FROM nvcr.io/nvidia/l4t-jetpack:latest AS tag
FROM nvcr.io/nvidia/l4t-jetpack:r99.1.0
