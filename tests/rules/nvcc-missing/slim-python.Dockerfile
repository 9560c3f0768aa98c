FROM python:3.10-slim
RUN pip install torch==2.6.0
RUN pip install --no-build-isolation mamba-ssm==2.2.4
#                                    ^^^^^^^^^^^^^^^^ nvcc-missing: mamba-ssm 2.2.4 needs nvcc
