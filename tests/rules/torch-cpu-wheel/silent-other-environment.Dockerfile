FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS started
RUN apt-get update && apt-get install -y python3-pip python3-venv
RUN python3 -m venv /docs && /docs/bin/pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
RUN python3 -m venv /app && /app/bin/pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
CMD ["/app/bin/python", "/serve.py"]
