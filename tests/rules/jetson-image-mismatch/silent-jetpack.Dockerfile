# flags: --gpu "Jetson AGX Orin" --jetpack 6.2
FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0 AS same
FROM nvcr.io/nvidia/l4t-jetpack:r36.2.0 AS same-line
FROM nvcr.io/nvidia/l4t-jetpack:r35.4.1 AS older
FROM ubuntu:22.04 AS plain
FROM nvcr.io/nvidia/l4t-jetpack:latest
