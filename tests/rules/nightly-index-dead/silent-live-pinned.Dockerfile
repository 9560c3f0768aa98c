FROM python:3.11-slim AS pinned
RUN pip install --pre torch==2.10.0.dev20251001 --index-url https://download.pytorch.org/whl/nightly/cu130
CMD ["python", "serve.py"]
FROM python:3.11-slim AS perhaps-a-release
RUN pip install torch --index-url https://download.pytorch.org/whl/cu130 --extra-index-url https://download.pytorch.org/whl/nightly/cu130
CMD ["python", "serve.py"]
FROM python:3.11-slim AS constrained
RUN pip install --pre torch -c constraints.txt --index-url https://download.pytorch.org/whl/nightly/cu130
CMD ["python", "serve.py"]
FROM python:3.11-slim AS other
RUN pip install --pre torchvision --no-deps --index-url https://download.pytorch.org/whl/nightly/cu130
CMD ["python", "serve.py"]
FROM python:3.11-slim AS asked
ARG NIGHTLY
RUN if [ -n "$NIGHTLY" ]; then pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu130; fi
CMD ["python", "serve.py"]
