FROM ubuntu:22.04
# cudafit: disable=gpu-at-build
#<unused-ignore: cudafit comments are ignore=RULE, ignore-stage=RULE or ignore-file=RULE
RUN echo hello
