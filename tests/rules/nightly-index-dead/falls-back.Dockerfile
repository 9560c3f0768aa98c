FROM python:3.11-slim
RUN pip install --pre torch --extra-index-url https://download.pytorch.org/whl/nightly/cu124
#                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nightly-index-dead: https://download.pytorch.org/whl/nightly/cu124 has no torch any more
