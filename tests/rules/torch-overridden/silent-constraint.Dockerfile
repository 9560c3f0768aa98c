# A constraints file keeps the torch that is there.
FROM python:3.10-slim
RUN pip install torch==2.4.1
RUN echo "torch==2.4.1" > /constraints.txt
RUN pip install --upgrade "torch>=2.0" -c /constraints.txt
ENV PIP_CONSTRAINT=/constraints.txt
RUN pip install --upgrade torch
