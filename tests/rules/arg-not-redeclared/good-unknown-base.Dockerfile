ARG V=1
FROM example.com/team/base:3
RUN echo $V
FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
ARG X
RUN echo $X
