# does not apply
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS compile
RUN apt-get update && apt-get install -y python3 python3-venv python3-dev
RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install torch==2.4.1 wheel
RUN pip install flash-attn==2.6.3 --no-build-isolation
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3
COPY --from=compile /opt/venv /opt/venv
CMD ["/opt/venv/bin/python", "serve.py"]
