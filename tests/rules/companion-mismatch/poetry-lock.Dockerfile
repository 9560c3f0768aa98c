FROM python:3.11-slim
ENV POETRY_VIRTUALENVS_CREATE=false
RUN pip install poetry
WORKDIR /app
COPY <<EOF pyproject.toml
[tool.poetry]
name = "app"
package-mode = false
[tool.poetry.dependencies]
torch = "2.1.0"
EOF
COPY <<EOF poetry.lock
[[package]]
name = "torch"
version = "2.1.0"
optional = false
groups = ["main"]
[[package]]
name = "torchvision"
version = "0.15.2"
#          ^^^^^^ companion-mismatch: torchvision 0.15.2 is made for torch 2.0.1, not 2.1.0
optional = false
groups = ["main"]
[[package]]
name = "torchaudio"
version = "2.0.2"
optional = false
groups = ["dev"]
[metadata]
lock-version = "2.1"
EOF
RUN poetry install --only main
