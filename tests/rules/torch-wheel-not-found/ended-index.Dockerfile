FROM python:3.11-slim
RUN pip install "torch>=2.6" --index-url https://download.pytorch.org/whl/cu121
#                ^^^^^^^^^^ torch-wheel-not-found: torch>=2.6 cannot be found: it is not on https://download.pytorch.org/whl/cu121
