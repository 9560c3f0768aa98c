# Toolkits to choose from, and one in a directory of its own.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS two
RUN apt-get update && apt-get install -y cuda-toolkit-11-8 cuda-toolkit-12-6

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS steps
RUN apt-get update && apt-get install -y cuda-toolkit-11-8
RUN apt-get update && apt-get install -y cuda-toolkit-12-6

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS loop
RUN apt-get update && for v in 11-8 12-6; do apt-get install -y cuda-toolkit-$v; done

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS path
COPY cuda_11.8.0_520.61.05_linux.run /tmp/
RUN sh /tmp/cuda_11.8.0_520.61.05_linux.run --silent --toolkit --toolkitpath=/opt/cu118
ENV CUDA_HOME=/opt/cu118

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS unpacked
COPY cuda_11.8.0_520.61.05_linux.run /tmp/
RUN sh /tmp/cuda_11.8.0_520.61.05_linux.run --silent --extract=/opt/parts
