# What another stage compiled links the libraries.
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -shared -arch=sm_80 kernel.cu -o libkernel.so

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
COPY --from=build libkernel.so /app/
COPY app.py /app
CMD ["python3", "/app/app.py"]
