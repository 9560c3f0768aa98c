# flags: --driver 535.104.05
FROM python:3.11-slim
RUN python -m venv /a && /a/bin/pip install torch==2.12.0
RUN python -m venv /b && /b/bin/pip install torch==2.1.0
COPY serve.py /
CMD ["/b/bin/python", "/serve.py"]
