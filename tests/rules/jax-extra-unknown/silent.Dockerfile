# The right extra, one for TPUs, a release that still has it, and a Python that asks for such a release.
FROM python:3.12-slim AS right
RUN pip install "jax[cuda12]==0.6.2"
FROM python:3.12-slim AS newest
RUN pip install -U "jax[cuda12]"
FROM python:3.12-slim AS tpu
RUN pip install "jax[tpu]==0.6.2"
FROM python:3.11-slim AS old
RUN pip install "jax[cuda12_pip]==0.5.3"
FROM python:3.9-slim AS python
RUN pip install "jax[cuda12_pip]"
FROM python:3.11-slim AS tensorflow
RUN pip install "tensorflow[and-cuda]==2.15.1"
