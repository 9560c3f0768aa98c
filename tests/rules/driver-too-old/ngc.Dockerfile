# flags: --driver 470.82.01
FROM nvcr.io/nvidia/pytorch:25.12-py3
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-too-old: torch 2.10.0a0 needs NVIDIA driver >= 580.65.06, but this project declares 470.82.01
