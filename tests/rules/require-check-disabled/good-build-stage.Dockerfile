FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS build
ENV NVIDIA_DISABLE_REQUIRE=1
RUN make
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
