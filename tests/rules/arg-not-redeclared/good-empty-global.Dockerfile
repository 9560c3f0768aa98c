ARG V
ARG W=
FROM ubuntu:22.04
RUN echo $V $W
