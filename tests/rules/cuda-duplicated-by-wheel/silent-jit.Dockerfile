# vLLM compiles kernels when it runs: what these link is not known.
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip gcc libc6-dev
RUN pip3 install vllm==0.9.0
CMD ["vllm", "serve", "facebook/opt-125m"]
