FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN python3 -m venv /opt/venv
#   ^^^^^^^ python-not-found: python3 is not there
FROM scratch
COPY --from=build /opt/venv /opt/venv
