# flags: --driver 535.104.05
FROM python:3.11-slim
RUN python -m venv /tmp/v && /tmp/v/bin/pip install torch==2.12.0 && /tmp/v/bin/python x.py && rm -rf /tmp/v
FROM python:3.11-slim AS several
RUN python -m venv /tmp/a && /tmp/a/bin/pip install torch==2.12.0 && python -m venv /tmp/b && /tmp/b/bin/pip install numpy && rm -rf /tmp
