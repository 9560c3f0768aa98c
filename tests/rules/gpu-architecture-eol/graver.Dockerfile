# flags: --gpu V100
FROM python:3.12-slim
RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130
#               ^^^^^^^^^^^^ gpu-arch-not-in-wheel: torch 2.9.1+cu130 has no code for V100 (sm_70), which this project declares
COPY app.py .
CMD ["python", "app.py"]
