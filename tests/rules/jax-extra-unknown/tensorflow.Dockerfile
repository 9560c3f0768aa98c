FROM python:3.10-slim
RUN pip install "tensorflow[and-cuda]==2.13.1"
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jax-extra-unknown: tensorflow 2.13.1 has no extra and-cuda: pip leaves it out
