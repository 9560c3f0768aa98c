FROM python:3.10-slim
COPY requirements.txt .
RUN pip install -r requirements.txt
RUN pip install --upgrade "jax[cuda12_pip]"
#                          ^^^^^^^^^^^^^^^ jax-extra-unknown: jax 0.6.2 has no extra cuda12_pip: cuda12 took its place
