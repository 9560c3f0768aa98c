FROM ubuntu:22.04
# cudafit: ignore=gpu-at-biuld
#                 ^^^^^^^^^^^^ unused-ignore: gpu-at-biuld is not a rule, so the comment ignores nothing
RUN nvidia-smi
#   ^^^^^^^^^^ gpu-at-build: nvidia-smi needs a GPU, and a build step has none
