FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y python3-venv && python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN /opt/venv/bin/pip install mlflow
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ devel-in-final: ships the whole CUDA toolkit
RUN apt-get update && apt-get install -y python3
COPY --from=build /opt/venv /opt/venv
CMD ["/opt/venv/bin/python", "-m", "mlflow", "server"]
