FROM ubuntu:22.04
ENV PATH
#   ^^^^ parse-error: ENV needs a name and a value
RUN echo hello
