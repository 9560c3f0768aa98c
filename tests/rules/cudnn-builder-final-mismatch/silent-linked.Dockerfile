# Only what is certainly linked with it, and certainly copied.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
WORKDIR /src
COPY . .
ARG LIBS
RUN nvcc -c net.cu -o /out/net.o -lcudnn
RUN nvcc -dc net.cu -o /out/device.o -lcudnn
RUN g++ main.cpp -o /out/static -lcudnn_static -Wl,-Bstatic -lcudnn
RUN g++ -static main.cpp -o /out/all-static -lcudnn
RUN g++ main.cpp -o /out/relative -lcudnn -Wl,-rpath,'$ORIGIN/lib'
RUN nvcc main.cu -o /out/given -Xlinker -rpath=/opt/lib -lcudnn
# As the linker of Ubuntu is called, what stands in front of all files is left out again.
RUN g++ -lcudnn -o /out/front main.cpp
RUN g++ main.cpp -o /out/unknown -lcudnn $LIBS
RUN if [ -f extra.cpp ]; then g++ extra.cpp -o /out/perhaps -lcudnn; fi
RUN g++ main.cpp -o /out/twice -lcudnn
RUN g++ main.cpp -o /out/twice
RUN g++ main.cpp -o /out/other -lcudnn

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS flags
COPY --from=build /out/net.o /out/device.o /out/static /out/all-static /out/relative /out/given /opt/app/
COPY --from=build /out/front /out/unknown /out/perhaps /out/twice /opt/app/
CMD ["/opt/app/relative"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS told
ENV LD_LIBRARY_PATH=/opt/cudnn/lib
COPY --from=build /out/other /opt/other
CMD ["/opt/other"]

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS there
COPY --from=build /out/other /opt/other
CMD ["/opt/other"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS installed
RUN apt-get update && apt-get install -y libcudnn9-cuda-12
COPY --from=build /out/other /opt/other
CMD ["/opt/other"]

# Nobody starts it here, and CUDA's libraries are missing, too.
FROM ubuntu:22.04 AS carried
COPY --from=build /out/other /opt/other
CMD ["sleep", "infinity"]
