# Its operators are compiled when it is installed: nothing is left to compile.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y python3-venv && python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu124
RUN DS_BUILD_OPS=1 /opt/venv/bin/pip install --no-build-isolation deepspeed==0.15.4
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=build /opt/venv /opt/venv
COPY app.py .
CMD ["/opt/venv/bin/python", "app.py"]
