FROM python:3.9
RUN python -m pip install 'torch==1.9.2'
#                          ^^^^^^^^^^^^ torch-wheel-not-found: torch==1.9.2 cannot be found: there is no such release
