FROM python:3.11-slim
COPY <<EOF /app/requirements.txt
numpy==1.26.4 --extra-index-url https://download.pytorch.org/whl/cu121
EOF
RUN pip install uv && uv pip install --system -r /app/requirements.txt
