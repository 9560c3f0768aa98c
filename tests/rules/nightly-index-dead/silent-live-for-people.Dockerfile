FROM python:3.11-slim AS shell
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu130
CMD ["bash"]
FROM python:3.11-slim AS dev
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu130
CMD ["python", "/app/serve.py"]
FROM python:3.11-slim AS notebook
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu130
RUN pip install jupyterlab
CMD ["jupyter", "lab"]
FROM python:3.11-slim AS nobody-knows
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu130
