FROM python:3.12-slim
ENV CUDA_VISIBLE_DEVICES=all
CMD ["python", "-m", "http.server"]
