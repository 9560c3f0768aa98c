# flags: --gpu "Jetson AGX Orin" --jetpack 7
FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04
COPY app /app
