# From 2.11 on the runtime images of PyTorch have a compiler.
FROM pytorch/pytorch:2.11.0-cuda12.8-cudnn9-runtime
RUN pip install vllm
CMD ["python", "-m", "vllm.entrypoints.openai.api_server"]
