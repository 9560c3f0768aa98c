# flags: --gpu "Jetson AGX Orin"
FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0 AS orin
FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04 AS jetpack7
FROM nvcr.io/nvidia/l4t-jetpack:r35.4.1
