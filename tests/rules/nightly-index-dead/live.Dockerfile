FROM python:3.11-slim
RUN pip install --pre torch torchvision --index-url https://download.pytorch.org/whl/nightly/cu130
#                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nightly-index-dead: https://download.pytorch.org/whl/nightly/cu130 is nightly builds: the torch of this image is the one of the day it is built
COPY . /app
CMD ["python", "/app/serve.py"]
