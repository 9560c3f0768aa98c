FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/a:/usr/local/cuda-12.4/compat/:/opt/b
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ compat-libs-forced: holds /usr/local/cuda-12.4/compat, whose
CMD ["nvidia-smi"]
