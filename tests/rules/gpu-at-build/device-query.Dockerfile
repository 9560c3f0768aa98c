FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN set -e; ./deviceQuery; echo done
#           ^^^^^^^^^^^^^ gpu-at-build: deviceQuery needs a GPU, and a build step has none
