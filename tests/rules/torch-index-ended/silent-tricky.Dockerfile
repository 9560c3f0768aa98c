# torch is there already, and a mirror may have anything.
FROM python:3.10-slim AS there
RUN pip install torch==2.3.1 --extra-index-url https://download.pytorch.org/whl/cu118
RUN pip install torch --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS mirror
RUN pip install torch --index-url https://mirror.example.com/simple --extra-index-url https://download.pytorch.org/whl/cu118
