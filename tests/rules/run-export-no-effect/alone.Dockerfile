FROM python:3.11
RUN export FORCE_CUDA=1
#   ^^^^^^^^^^^^^^^^^^^ run-export-no-effect: export FORCE_CUDA ends with this RUN, and nothing behind it uses it
RUN pip install .
