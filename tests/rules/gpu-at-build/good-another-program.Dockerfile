FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY tools /fake
RUN PATH=/fake:$PATH nvidia-smi
RUN env PATH=/fake:$PATH nvidia-smi
RUN export PATH=/fake:$PATH && nvidia-smi
RUN PATH="/fake:$PATH" && nvidia-smi -L
RUN PATH=/fake deviceQuery
