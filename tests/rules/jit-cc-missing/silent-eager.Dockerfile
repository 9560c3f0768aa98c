FROM python:3.12-slim
RUN pip install vllm==0.10.1
CMD ["vllm", "serve", "facebook/opt-125m", "--enforce-eager"]
