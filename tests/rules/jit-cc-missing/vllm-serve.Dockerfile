FROM nvidia/cuda:12.6.3-base-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install vllm==0.8.5
#                ^^^^^^^^^^^ jit-cc-missing: vllm 0.8.5 runs a C compiler when it is used
CMD ["vllm", "serve", "facebook/opt-125m"]
