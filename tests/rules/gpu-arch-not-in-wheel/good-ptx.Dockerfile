# flags: --gpu A100 --driver 470.82.01
FROM python:3.7-slim
# PTX for compute_37 is compiled by the driver.
RUN pip install torch==1.5.1+cu101 -f https://download.pytorch.org/whl/torch_stable.html
