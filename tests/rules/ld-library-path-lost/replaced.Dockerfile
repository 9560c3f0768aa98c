FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV LD_LIBRARY_PATH=/opt/tools/lib
#                   ^^^^^^^^^^^^^^ ld-library-path-lost: LD_LIBRARY_PATH replaces the base image's, and /usr/local/cuda/extras/CUPTI/lib64 is not searched any more
CMD ["python", "serve.py"]
