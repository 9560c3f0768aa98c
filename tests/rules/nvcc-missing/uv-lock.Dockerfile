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
dependencies = [{ name = "torch" }, { name = "flash-attn" }]
[[package]]
name = "flash-attn"
version = "2.5.6"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.pythonhosted.org/packages/flash_attn-2.5.6.tar.gz" }
[[package]]
name = "torch"
version = "2.6.0+cu124"
source = { registry = "https://download.pytorch.org/whl/cu124" }
EOF
RUN uv sync --frozen
CMD ["/app/.venv/bin/python", "serve.py"]
