# flags: --target nothing
FROM ubuntu:22.04 AS build
#<parse-error: there is no stage named nothing to build
RUN echo hello
