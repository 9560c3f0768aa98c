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
    { name = "torch", version = "2.4.1+cpu", source = { registry = "https://download.pytorch.org/whl/cpu" }, marker = "sys_platform == 'darwin' or extra == 'extra-3-app-cpu'" },
    { name = "torch", version = "2.4.1+cu124", source = { registry = "https://download.pytorch.org/whl/cu124" }, marker = "sys_platform != 'darwin' and extra != 'extra-3-app-cpu'" },
]
[package.optional-dependencies]
cpu = [{ name = "torch", version = "2.4.1+cpu", source = { registry = "https://download.pytorch.org/whl/cpu" } }]
[package.dev-dependencies]
cpu = [{ name = "torch", version = "2.4.1+cpu", source = { registry = "https://download.pytorch.org/whl/cpu" } }]
[[package]]
name = "torch"
version = "2.4.1+cpu"
source = { registry = "https://download.pytorch.org/whl/cpu" }
[[package]]
name = "torch"
version = "2.4.1+cu124"
source = { registry = "https://download.pytorch.org/whl/cu124" }
EOF
RUN uv sync --frozen --no-dev
CMD ["/app/.venv/bin/python", "serve.py"]
