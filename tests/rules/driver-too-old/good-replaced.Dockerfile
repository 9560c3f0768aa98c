# flags: --driver 470.82.01
FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip install --force-reinstall torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
#                                 ^^^^^^^^^^^^ torch-overridden: torch 2.4.1+cu118 replaces torch 2.4.1+cu124 that was installed before
