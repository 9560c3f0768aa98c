ARG VERSION=1.2
FROM ubuntu:22.04
RUN make VERSION=$VERSION && cmake -DAPP_VERSION=${VERSION} .
#                ^^^^^^^^ arg-not-redeclared: VERSION is empty here: the ARG before the first FROM does not reach into the stage
