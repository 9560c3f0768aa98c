FROM ubuntu:22.04 AS cuda
FROM cuda
RUN true
