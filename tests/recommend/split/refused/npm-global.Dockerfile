# refused: npm installs programs for the whole system
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm
WORKDIR /app
COPY . .
RUN nvcc -O2 -arch=sm_80 serve.cu -o /opt/serve
RUN npm install -g serve
CMD ["/opt/serve"]
