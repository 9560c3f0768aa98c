# flags: --gpu "RTX 5090"
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
dependencies = [{ name = "torch" }]
[[package]]
name = "torch"
version = "2.4.1+cu124"
#          ^^^^^^^^^^^ gpu-arch-not-in-wheel: 
source = { registry = "https://download.pytorch.org/whl/cu124" }
EOF
RUN uv sync --frozen
CMD ["/app/.venv/bin/python", "serve.py"]
