FROM python:3.11-slim
RUN apt-get update && apt-get install -y curl
RUN curl -fsSL https://ollama.com/install.sh | sh
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-in-image: ollama.com/install.sh: it installs an NVIDIA driver where it finds a GPU and no driver
