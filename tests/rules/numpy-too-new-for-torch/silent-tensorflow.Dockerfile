# These keep NumPy below 2 themselves, work with 2, have no NumPy 2 for their Python, or are not known to the release.
FROM python:3.11-slim AS capped
RUN pip install tensorflow==2.13.1
FROM python:3.11-slim AS capped-in-a-patch
RUN pip install tensorflow==2.14.1
FROM python:3.11-slim AS newer
RUN pip install tensorflow==2.18.0
FROM python:3.8-slim AS old-python
RUN pip install tensorflow==2.10.1
FROM python:3.10-slim AS line
RUN pip install "tensorflow==2.10.*"
FROM python:3.10-slim AS told
RUN pip install tensorflow==2.10.1 "numpy<2"
FROM python:3.10-slim AS brought
RUN pip install tensorflow==2.10.1 numba
