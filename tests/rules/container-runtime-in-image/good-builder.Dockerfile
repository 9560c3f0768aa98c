FROM ubuntu:22.04 AS build
RUN apt-get update && apt-get install -y nvidia-container-toolkit
FROM ubuntu:22.04
COPY --from=build /usr/bin/nvidia-ctk /out/
