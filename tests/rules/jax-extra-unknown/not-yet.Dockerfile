FROM python:3.11-slim
RUN pip install "jax[k8s,cuda13]==0.6.2"
#                ^^^^^^^^^^^^^^^^^^^^^^ jax-extra-unknown: jax 0.6.2 has no extra cuda13: cuda12 took its place
