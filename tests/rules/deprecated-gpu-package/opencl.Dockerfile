FROM nvidia/opencl:devel-ubuntu18.04 AS build
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deprecated-gpu-package: nvidia/opencl was given up
RUN make
FROM ubuntu:24.04
COPY --from=build /app /app
