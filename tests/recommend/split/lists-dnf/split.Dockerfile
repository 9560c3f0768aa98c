FROM nvidia/cuda:12.4.1-devel-rockylinux9 AS builder
RUN dnf makecache && dnf install -y gcc-c++
COPY m.cu /src/
RUN nvcc -o /usr/local/bin/m /src/m.cu

FROM nvidia/cuda:12.4.1-runtime-rockylinux9
COPY --from=builder /usr/local/bin/m /usr/local/bin/m
RUN dnf install -y nginx
CMD ["m"]
