RUN echo hello
#<parse-error: RUN stands before the first FROM, where only ARG may stand
FROM ubuntu:22.04
RUN echo world
