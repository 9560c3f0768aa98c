FROM python:3.11-slim
RUN apt-get update && apt-get install -y curl
RUN curl -LsSf https://astral.sh/uv/install.sh | sh
# Read, not run.
RUN curl -fsSL https://ollama.com/install.sh | grep -c cuda-drivers
