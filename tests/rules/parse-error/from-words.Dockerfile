FROM ubuntu:22.04 builder
#<parse-error: FROM takes an image, or an image followed by AS and a name
RUN echo hello
