# The launcher is linked with libpython, which is in the directory of uv's Python.
FROM ghcr.io/huggingface/text-generation-inference:3.3.4
ENV LD_LIBRARY_PATH=/opt/tools/lib
#                   ^^^^^^^^^^^^^^ ld-library-path-lost: LD_LIBRARY_PATH replaces the base image's, and /root/.local/share/uv/python/cpython-3.11.11-linux-x86_64-gnu/lib is not searched any more
CMD ["--model-id", "bigscience/bloom-560m"]
