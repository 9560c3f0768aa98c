# refused: which of the files that npm makes in /app/web are used is not said
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm
WORKDIR /app
COPY . .
RUN nvcc -O2 -arch=sm_80 serve.cu -o /opt/serve
RUN cd web && npm ci && npm run build
CMD ["/opt/serve"]
