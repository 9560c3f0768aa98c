FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/local/cuda/lib64/stubs/libcuda.so.1
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64/stubs:$LD_LIBRARY_PATH
RUN make
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=build /out/server /usr/local/bin/
CMD ["server"]
