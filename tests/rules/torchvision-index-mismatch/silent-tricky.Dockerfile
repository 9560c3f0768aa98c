# An extra index beside PyPI, a torch that comes last, a mirror, a torchvision that is there, a script.
FROM python:3.11-slim AS extra
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1 --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.11-slim AS mirror
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1 --index-url https://mirror.example.com/whl/cu121
FROM python:3.11-slim AS there
RUN pip install torch==2.4.1 torchvision==0.19.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1
FROM python:3.11-slim AS script
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
COPY more.sh .
RUN pip install torchvision==0.19.1 && sh more.sh
