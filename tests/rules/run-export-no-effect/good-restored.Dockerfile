FROM python:3.11
RUN export A=1 && make && export A=2
