# flags: --driver 470 --gpu T4
# The runtime images start from plain Ubuntu: there is no cuda-compat, whatever the GPU.
FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-too-old: torch 2.4.0+cu124 needs NVIDIA driver >= 525.60.13, but this project declares 470
COPY app.py .
CMD ["python", "app.py"]
