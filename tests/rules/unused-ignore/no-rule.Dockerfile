FROM ubuntu:22.04
# cudafit: ignore=
#<unused-ignore: the comment names no rule
RUN echo hello
