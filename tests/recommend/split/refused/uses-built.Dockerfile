# refused: a RUN uses what is built and does more: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY m.cu n.cu /src/
RUN nvcc -o /opt/m /src/m.cu
RUN useradd svc && chown svc /opt/m
RUN nvcc -o /usr/local/bin/n /src/n.cu
CMD ["/opt/m"]
