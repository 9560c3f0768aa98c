FROM python:3.11-slim
COPY <<EOF /app/requirements.txt
torch==2.4.1 --extra-index-url https://download.pytorch.org/whl/cu121
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pip-option-after-requirement: pip ignores --extra-index-url behind torch: it counts only on a line of its own
numpy==1.26.4
EOF
RUN pip install -r /app/requirements.txt
