# Nightly builds of its time were no placeholders.
FROM python:3.7-slim
RUN pip install tf-nightly-gpu==2.2.0.dev20200218
