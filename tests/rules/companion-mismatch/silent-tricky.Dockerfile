# From 2.11 on torchaudio keeps its number; a range is no pin; a marker does not hold.
FROM python:3.11-slim AS keeps
RUN pip install torch==2.12.0 torchaudio==2.11.0
FROM python:3.11-slim AS range
RUN pip install torch==2.1.0 "torchvision>=0.15"
FROM python:3.11-slim AS marker
RUN pip install torch==2.1.0 torchvision==0.16.0 "torchvision==0.15.2; sys_platform == 'win32'"
