FROM python:3.12-slim
RUN pip install torch==2.8.0 flashinfer-python==0.3.0
#                            ^^^^^^^^^^^^^^^^^^^^^^^^ jit-nvcc-missing: flashinfer-python 0.3.0 compiles CUDA
