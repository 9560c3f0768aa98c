# An image without anything of CUDA.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
WORKDIR /src
COPY . .
RUN g++ fft.cpp -o fft -I/usr/local/cuda/include -L/usr/local/cuda/lib64 -lcudart
RUN nvcc gemm.cu -o gemm -lcublas

FROM ubuntu:22.04 AS runtime
WORKDIR /app
COPY --from=build /src/fft /app/
#<cuda-libs-missing: /app/fft is linked with libcudart, and ubuntu:22.04 has none
CMD ["./fft"]

FROM ubuntu:22.04 AS libraries
COPY --from=build /src /app
#<cuda-libs-missing: /app/gemm is linked with libcublas, and ubuntu:22.04 has none
CMD ["/app/gemm", "1024"]

# Out of a directory of programs: no library comes with it.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS programs
COPY main.cu /src/
RUN nvcc -o /usr/local/bin/solve /src/main.cu -lcublas

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS bin
COPY --from=programs /usr/local/bin/solve /usr/local/bin/solve
#<cuda-libs-missing: /usr/local/bin/solve is linked with libcublas, and nvidia/cuda:12.4.1-base-ubuntu22.04 has none
CMD ["solve"]
