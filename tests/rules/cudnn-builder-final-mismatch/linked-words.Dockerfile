# However the library is named, and wherever the program ends up.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
WORKDIR /src
COPY . .
RUN g++ -O2 a.cpp b.o -o /src/bin/list -L/usr/local/cuda/lib64 -l cudnn -lcudart
RUN nvcc serve.cu --output-file=whole --library cublas,cudnn
RUN g++ main.cpp -o /out/named /usr/lib/x86_64-linux-gnu/libcudnn.so.9

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS list
WORKDIR /app
COPY --from=build /src/bin /app/bin
#<cudnn-builder-final-mismatch: /app/bin/list is linked with cuDNN 9
ENTRYPOINT ["./bin/list"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS whole
COPY --from=build /src/whole /opt/whole
#<cudnn-builder-final-mismatch: /opt/whole is linked with cuDNN 9
CMD /opt/whole --port 80

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS other
COPY --from=build /out/named /opt/app/
#<cudnn-builder-final-mismatch: what is copied from stage build is compiled with cuDNN 9
CMD ["/opt/app/start"]
