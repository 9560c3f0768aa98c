ARG V=1
FROM ubuntu:22.04 AS a
ARG V
RUN echo $V
FROM a
RUN echo $V
FROM ubuntu:22.04
ENV V=2
RUN echo $V
