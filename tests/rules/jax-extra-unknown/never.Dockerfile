FROM python:3.11-slim
RUN pip install "jax[cuda12_cudnn91]==0.4.30"
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ jax-extra-unknown: jax 0.4.30 has no extra cuda12_cudnn91: pip leaves it out
