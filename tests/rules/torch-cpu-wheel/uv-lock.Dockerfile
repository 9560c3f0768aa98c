FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip3 install uv
WORKDIR /app
COPY <<EOF pyproject.toml
[project]
name = "app"
version = "0.1.0"
[tool.uv]
package = false
EOF
COPY <<EOF uv.lock
version = 1
requires-python = "==3.11.*"
[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "torch", version = "2.4.1", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform == 'darwin'" },
    { name = "torch", version = "2.4.1+cpu", source = { registry = "https://download.pytorch.org/whl/cpu" }, marker = "sys_platform != 'darwin'" },
]
[[package]]
name = "torch"
version = "2.4.1"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "torch"
version = "2.4.1+cpu"
#          ^^^^^^^^^ torch-cpu-wheel: torch 2.4.1+cpu is a CPU build, and nvidia/cuda:12.4.1-base-ubuntu22.04 is an image for NVIDIA GPUs
source = { registry = "https://download.pytorch.org/whl/cpu" }
EOF
RUN uv sync --frozen --no-dev
CMD ["/app/.venv/bin/python", "serve.py"]
