# Not into the environment; and what a condition chooses.
FROM python:3.10-slim AS target
RUN pip install torch==2.4.1
RUN pip install --target /opt/other torch==2.3.1
FROM python:3.10-slim AS choice
ARG OLD=
RUN if [ -n "$OLD" ]; then pip install torch==2.3.1; else pip install torch==2.4.1; fi
