FROM python:3.12-slim
RUN pip install "jax[cuda12_pip]==0.6.2"
#                ^^^^^^^^^^^^^^^^^^^^^^ jax-extra-unknown: jax 0.6.2 has no extra cuda12_pip: cuda12 took its place
