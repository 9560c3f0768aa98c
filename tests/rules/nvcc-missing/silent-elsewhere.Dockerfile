FROM ubuntu:22.04 AS script
COPY s.sh /
RUN bash /s.sh && nvcc x.cu
FROM ubuntu:22.04 AS function
RUN nvcc() { /opt/foo/nvcc "$@"; }; nvcc y.cu
FROM ubuntu:22.04 AS environment
COPY toolchain/ /opt/toolchain/
RUN . /opt/toolchain/env.sh && nvcc y.cu
FROM ubuntu:22.04 AS hpc-sdk
RUN apt-get update && apt-get install -y nvhpc-24-5
ENV PATH=/opt/nvidia/hpc_sdk/Linux_x86_64/24.5/compilers/bin:$PATH
RUN nvcc x.cu
FROM ubuntu:22.04 AS own-installer
COPY installer/ /ctx/
RUN /ctx/install
RUN nvcc x.cu
FROM ubuntu:22.04 AS make-target
COPY Makefile .
RUN make install-cuda
RUN nvcc x.cu
FROM ubuntu:22.04 AS triggers
ONBUILD RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
FROM triggers AS triggered
RUN nvcc x.cu
FROM ubuntu:22.04 AS path
COPY cuda /opt/toolkit
ENV PATH=/opt/toolkit/bin:$PATH
RUN nvcc x.cu
