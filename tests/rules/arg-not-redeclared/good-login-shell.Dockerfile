ARG V=1
FROM ubuntu:22.04
SHELL ["/bin/bash", "-lc"]
RUN echo $V
