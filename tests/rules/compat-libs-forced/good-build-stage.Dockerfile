FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat:$LD_LIBRARY_PATH
RUN make
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=build /out/server /usr/local/bin/
CMD ["server"]
