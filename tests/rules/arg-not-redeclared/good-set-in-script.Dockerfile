ARG V=1
ARG W=2
ARG X=3
ARG Y=4
ARG Z=5
FROM ubuntu:22.04
RUN V=2 && echo $V
RUN . /etc/os-release && echo $W
RUN for X in a b; do echo $X; done
RUN echo ${Y:-none} && read Z && echo $Z
RUN echo '$V' "\$V" && sh -c 'V=1; echo $V'

FROM ubuntu:22.04 AS exported-words
RUN export $(grep -v '^#' /opt/build.env | xargs) && echo "$CUDA_VERSION"
