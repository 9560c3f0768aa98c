# refused: node runs, and needs what npm installs
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm
WORKDIR /app
COPY . .
RUN nvcc -O2 -arch=sm_80 kernels.cu -o /opt/kernels
RUN npm ci
CMD ["node", "server.js"]
