FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build,pip-unquoted-specifier both
#                              ^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: no finding of pip-unquoted-specifier needs this comment
RUN nvidia-smi
