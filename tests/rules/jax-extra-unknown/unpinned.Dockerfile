FROM python:3.12-slim
RUN pip install --upgrade "jax[cuda12_pip]" -f https://storage.googleapis.com/jax-releases/jax_cuda_releases.html
#                          ^^^^^^^^^^^^^^^ jax-extra-unknown: jax 0.11.0 has no extra cuda12_pip: cuda12 took its place
