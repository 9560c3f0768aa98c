FROM ubuntu:22.04
RUNN echo hello
#<parse-error: unknown instruction RUNN; did you mean RUN?
RUN echo world
