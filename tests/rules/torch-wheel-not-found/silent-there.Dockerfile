# The image or an earlier command has it: no index is asked.
FROM example.com/team/base:1 AS base-of-ours
RUN pip install torch==2.0.1+cu118
FROM python:3.10-slim AS twice
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu121
FROM python:3.10-slim AS script
COPY install.sh .
RUN ./install.sh
RUN pip install torch==1.9.2
