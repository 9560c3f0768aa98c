FROM python:3.11
RUN cd /app
#   ^^^^^^^ run-export-no-effect: RUN cd /app changes no directory for the next instruction
RUN pip install .
