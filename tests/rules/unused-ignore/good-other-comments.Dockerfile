FROM ubuntu:22.04
# cudafit is a linter
# see cudafit: it has rules
RUN echo hello
