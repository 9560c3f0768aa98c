FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /bin/uv
RUN uv venv --python 3.12 /opt/venv
ENV PATH=/opt/venv/bin:$PATH
CMD ["python", "app.py"]
