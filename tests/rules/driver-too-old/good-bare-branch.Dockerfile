# flags: --driver 525
FROM python:3.11-slim
# 525.60.13 is one of the releases of branch 525.
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
