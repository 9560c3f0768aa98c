FROM python:3.11-slim
ARG JAX=0.7.0
RUN pip install jax[cuda11_pip]==${JAX}
#               ^^^^^^^^^^^^^^^^^^^^^^^ jax-extra-unknown: jax 0.7.0 has no extra cuda11_pip
