FROM python:3.11-slim
COPY <<EOF /app/requirements.txt
--extra-index-url https://download.pytorch.org/whl/cu121
-f https://data.pyg.org/whl/torch-2.4.0+cu121.html
torch==2.4.1
# torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
numpy==1.26.4 --hash=sha256:9666ab9d6fa8a8a3ac3bc2b0d4d5d7c4c4d0d7f8b8c0b1b6e5f1a2b3c4d5e6f7
requests ; python_version > "3.8"
EOF
RUN pip install -r /app/requirements.txt
