FROM nvidia/cuda:12.4.1-base-ubuntu22.04
HEALTHCHECK CMD nvidia-smi
CMD nvidia-smi
ENTRYPOINT ["nvidia-smi"]
ONBUILD RUN nvidia-smi
