FROM ubuntu:22.04
ARG env=prod
ENV CONFIG=$env:config LEVEL=${env:-dev}
