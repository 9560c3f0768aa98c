FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
WORKDIR /w
COPY k.cu main.c /w/
RUN nvcc -arch=sm_80 -shared -Xcompiler -fPIC k.cu -lcublas -o /usr/local/lib/libk.so && ldconfig
RUN gcc main.c -L/usr/local/lib -lk -o /usr/local/bin/m

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
WORKDIR /w
COPY k.cu main.c /w/
COPY --from=builder /usr/local/lib/libk.so /usr/local/lib/libk.so
COPY --from=builder /usr/local/bin/m /usr/local/bin/m
RUN ldconfig
CMD ["m"]
