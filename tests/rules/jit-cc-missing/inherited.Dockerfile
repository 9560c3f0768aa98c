FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install vllm==0.9.1
#                ^^^^^^^^^^^ jit-cc-missing: vllm 0.9.1 runs a C compiler
FROM base
ENTRYPOINT ["vllm", "serve"]
