# A marker, another environment, no dependencies, a script that may mend it, and a builder that is not shipped.
FROM python:3.11-slim AS marker
RUN pip install "onnxruntime-gpu[cuda,cudnn]==1.21.0 ; platform_machine == 'x86_64'" "onnxruntime==1.21.0 ; platform_machine == 'aarch64'"
FROM python:3.11-slim AS environment
RUN python -m venv /opt/cpu && /opt/cpu/bin/pip install onnxruntime
RUN pip install "onnxruntime-gpu[cuda,cudnn]"
FROM python:3.11-slim AS nodeps
RUN pip install "onnxruntime-gpu[cuda,cudnn]" && pip install --no-deps faster-whisper==1.2.1
FROM python:3.11-slim AS script
COPY mend.sh .
RUN pip install "onnxruntime-gpu[cuda,cudnn]" onnxruntime
RUN sh mend.sh
FROM python:3.11-slim AS hidden
ENV CUDA_VISIBLE_DEVICES=""
RUN pip install "onnxruntime-gpu[cuda,cudnn]" onnxruntime
