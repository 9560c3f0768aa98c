FROM python:3.11-slim AS cpu
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
CMD ["python", "serve.py"]

FROM python:3.11-slim AS cpufreq
RUN pip install torch==2.4.1
CMD ["python", "serve.py"]

FROM python:3.11-slim AS cpu-builder
RUN pip install torch==2.4.1 --prefix /out
FROM python:3.11-slim
COPY --from=cpu-builder /out /usr/local
CMD ["python", "serve.py"]
