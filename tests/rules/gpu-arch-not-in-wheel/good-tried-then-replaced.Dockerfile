# flags: --gpu H100
FROM python:3.8-slim
RUN pip install torch==1.12.1+cu116 --extra-index-url https://download.pytorch.org/whl/cu116 \
 && pip install -U torch==2.0.1+cu118 --extra-index-url https://download.pytorch.org/whl/cu118
#                  ^^^^^^^^^^^^^^^^^^ torch-overridden: torch 2.0.1+cu118 replaces torch 1.12.1+cu116 that was installed before
