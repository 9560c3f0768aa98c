FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y python3 python3-venv python3-dev
RUN python3 -m venv /venv
ENV PATH="/venv/bin:$PATH"
RUN pip install torch==2.4.1 wheel
RUN pip install flash-attn==2.6.3 --no-build-isolation

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-venv
ENV PATH="/venv/bin:$PATH"
COPY --from=builder /venv /venv
COPY app.py /app/
CMD ["python", "/app/app.py"]
