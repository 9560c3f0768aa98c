FROM python:3.10-slim AS companion
RUN pip install torch torchvision==0.16.0 --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS there
RUN pip install audiocraft==1.3.0
RUN pip install torch --extra-index-url https://download.pytorch.org/whl/cu118
