FROM python:3.11
ENV CMD="$(date)"
RUN eval echo $CMD
