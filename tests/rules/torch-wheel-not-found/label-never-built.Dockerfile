FROM python:3.8-slim
RUN pip install torch==1.7.1+cu102 -f https://download.pytorch.org/whl/torch_stable.html
#               ^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==1.7.1+cu102 cannot be found: that build was never published
