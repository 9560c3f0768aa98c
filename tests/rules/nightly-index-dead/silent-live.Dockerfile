FROM python:3.11-slim
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu130
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu126
