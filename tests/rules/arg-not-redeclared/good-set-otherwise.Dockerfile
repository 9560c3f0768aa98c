ARG TORCH=2
ARG W=1
ARG X=1
ARG Y=1
ARG Z=1
FROM python:3.11-slim
RUN : "${TORCH:=2}" && echo $TORCH
RUN : "${TARGETARCH:=$(dpkg --print-architecture)}" && echo $TARGETARCH
RUN --mount=type=secret,id=x,env=W echo $W
RUN X=2 sh -c 'echo $X' && env Y=1 bash -c 'echo $Y'
RUN bash -lc 'echo $Z'
RUN ((Y=1)); echo $Y
