# refused: a RUN unpacks with xz, which comes with a compiler's packages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y build-essential wget
RUN wget -qO /tmp/m.tar.xz https://example.com/m.tar.xz && mkdir /models && tar -xf /tmp/m.tar.xz -C /models
COPY a.cu .
RUN nvcc -o /usr/local/bin/app a.cu
CMD ["app"]
