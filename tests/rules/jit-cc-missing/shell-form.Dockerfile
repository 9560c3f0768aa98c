FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
RUN pip install vllm==0.10.1
#               ^^^^^^^^^^^^ jit-cc-missing: vllm 0.10.1 runs a C compiler
CMD exec vllm serve facebook/opt-125m --port 80
