FROM ubuntu:22.04 AS build
# To link against libcuda; nothing of it is shipped.
RUN apt-get update && apt-get install -y gcc libnvidia-compute-535
COPY main.c .
RUN gcc main.c -lcuda -o /main
FROM ubuntu:22.04
COPY --from=build /main /main
