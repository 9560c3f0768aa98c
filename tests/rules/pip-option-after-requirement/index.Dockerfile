FROM python:3.11-slim
COPY <<EOF /app/requirements.txt
numpy==1.26.4
torch==2.4.1   -i https://download.pytorch.org/whl/cu121   # for the driver
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pip-option-after-requirement: pip ignores -i behind torch
EOF
RUN pip install -r /app/requirements.txt
