# Which torchvision comes is not certain: two are made for this torch, or a clause chooses.
FROM python:3.10-slim AS two
RUN pip install torch==2.0.0 torchvision
FROM python:3.10-slim AS clause
RUN pip install torch==2.0.1 "torchvision<0.16"
