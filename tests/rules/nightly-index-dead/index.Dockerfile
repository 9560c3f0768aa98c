FROM python:3.11-slim
RUN pip install --pre torch torchvision --index-url https://download.pytorch.org/whl/nightly/cu121
#                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nightly-index-dead: https://download.pytorch.org/whl/nightly/cu121 has no torch any more: the last release for cu121 is 2.5.1
