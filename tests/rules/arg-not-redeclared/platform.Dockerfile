FROM ubuntu:22.04
RUN curl -LO https://example.com/tool-${TARGETARCH}.tgz
#                                     ^^^^^^^^^^^^^ arg-not-redeclared: TARGETARCH is empty here: the stage does not declare it with ARG
