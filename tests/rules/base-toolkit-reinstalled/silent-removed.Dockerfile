# The image's own toolkit is taken out first.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS purge
RUN apt-get purge -y 'cuda-*' && apt-get update && apt-get install -y cuda-toolkit-11-8
RUN nvcc --version

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS remove
RUN apt-get update && apt-get remove -y cuda-toolkit-12-4 && apt-get install -y cuda-toolkit-11-8

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS directory
RUN rm -rf /usr/local/cuda* && apt-get update && apt-get install -y cuda-toolkit-11-8

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS below
RUN apt-get -y autoremove --purge "cuda*"
FROM below
RUN apt-get update && apt-get install -y cuda-toolkit-11-8

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS list
RUN dpkg -l | awk '/cuda/ {print $2}' | xargs apt-get purge -y
RUN apt-get update && apt-get install -y cuda-toolkit-11-8

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS moved
WORKDIR /usr/local
RUN mv cuda-12.4 /opt/ && apt-get update && apt-get install -y cuda-toolkit-11-8
