FROM pytorch/pytorch:9.9.9-cuda99.9-cudnn99-runtime
FROM tensorflow/tensorflow:1.15.4-gpu-py3
FROM nvcr.io/nvidia/pytorch:25.01-py3
FROM pytorch/pytorch:2.3.1-cuda12.4-cudnn9-runtime
