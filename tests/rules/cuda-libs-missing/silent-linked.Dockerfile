# Linked with nothing that is missing, or not started, or the libraries may come along.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
WORKDIR /src
COPY . .
RUN nvcc add.cu -o add
RUN nvcc add.cu -o named -lcudart
RUN nvcc add.cu -o static -lcublas_static -lcublasLt_static -lculibos
RUN nvcc gemm.cu -o gemm -lcublas
RUN nvcc gemm.cu -o found -lcublas -Xlinker -rpath,/opt/lib

FROM ubuntu:22.04 AS none
COPY --from=build /src/add /app/
CMD ["/app/add"]

# nvcc takes the static runtime.
FROM ubuntu:22.04 AS runtime
COPY --from=build /src/named /app/
CMD ["/app/named"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS static
COPY --from=build /src/static /app/
CMD ["/app/static"]

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS there
COPY --from=build /src/gemm /app/
CMD ["/app/gemm"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS path
COPY --from=build /src/found /app/
CMD ["/app/found"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS copied
COPY --from=build /usr/local/cuda/lib64/libcublas.so.12 /usr/local/cuda/lib64/libcublasLt.so.12 /usr/lib/x86_64-linux-gnu/
COPY --from=build /src/gemm /app/
CMD ["/app/gemm"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS told
COPY --from=build /usr/local/cuda/lib64/libcublas.so.12 /app/lib/
COPY --from=build /src/gemm /app/
ENV LD_LIBRARY_PATH=/app/lib
CMD ["/app/gemm"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS listed
COPY --from=build /usr/local/cuda/lib64/libcublas.so.12 /app/lib/
RUN echo /app/lib > /etc/ld.so.conf.d/app.conf && ldconfig
COPY --from=build /src/gemm /app/
CMD ["/app/gemm"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS apt
RUN apt-get update && apt-get install -y libcublas-12-4
COPY --from=build /src/gemm /app/
CMD ["/app/gemm"]

# It is replaced, or something else is started.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS replaced
COPY --from=build /src/gemm /app/
COPY bin/ /app/
CMD ["/app/gemm"]

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS other
COPY --from=build /src/gemm /app/
CMD ["/app/add"]

FROM scratch AS out
COPY --from=build /src/gemm /
