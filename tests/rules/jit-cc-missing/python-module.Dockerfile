FROM python:3.12-slim
RUN pip install "vllm==0.10.1"
#                ^^^^^^^^^^^^ jit-cc-missing: vllm 0.10.1 runs a C compiler
ENTRYPOINT ["python", "-m", "vllm.entrypoints.openai.api_server"]
