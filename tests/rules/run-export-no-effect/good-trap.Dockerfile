FROM python:3.11
RUN trap 'echo $A' EXIT; export A=1
RUN cd -
RUN export A+=x || true
