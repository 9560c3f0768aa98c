FROM tensorflow/tensorflow:2.2.0-gpu AS base
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV LD_LIBRARY_PATH /usr/local/cuda/lib64
#                   ^^^^^^^^^^^^^^^^^^^^^ ld-library-path-lost: not searched any more
FROM base AS train
CMD ["python", "train.py"]
FROM base AS serve
CMD ["python", "serve.py"]
