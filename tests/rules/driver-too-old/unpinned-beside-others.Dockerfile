# flags: --driver 535.104.05
FROM python:3.12-slim AS beside
RUN pip install --upgrade pip setuptools wheel
RUN pip install numpy==1.26.4 pandas
RUN pip install torch torchvision torchaudio transformers==4.46.0 requests
#               ^^^^^ driver-too-old: +cu130 needs NVIDIA driver >= 580.65.06
