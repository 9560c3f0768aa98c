# refused: a RUN unpacks with xz, which comes with a compiler's packages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y curl
RUN curl -sSL https://nodejs.org/dist/v20/node.tar.xz | tar -xJ -C /usr/local --strip-components=1
COPY k.cu /k.cu
RUN nvcc -o /opt/k /k.cu
CMD ["/opt/k"]
