FROM registry.example.com/nvidia/cuda:10.2-devel
FROM myorg/cuda:9.0
FROM nvidia/cuda:my-own-build
FROM localhost:5000/nvidia/cuda:8.0-devel
