FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
WORKDIR /src
COPY serve.cu .
RUN nvcc -O2 -arch=sm_80 serve.cu -o /out/serve -lcudnn -lcublas

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=build /out/serve /opt/serve
#<cudnn-builder-final-mismatch: /opt/serve is linked with cuDNN 9, and nvidia/cuda:12.6.3-runtime-ubuntu22.04 has none
CMD ["/opt/serve"]
