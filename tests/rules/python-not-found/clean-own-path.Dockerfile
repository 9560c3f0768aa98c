FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY tools /tools
ENV PATH=/tools/bin:$PATH
RUN python --version
