FROM nvidia/cuda:12.1.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip3 install packaging ninja
RUN pip3 install --no-build-isolation torch==2.4.1 flash-attn==2.6.3
#                                                  ^^^^^^^^^^^^^^^^^ build-isolation-hides-torch: flash-attn 2.6.3 needs torch while it is built, but torch comes by the same command
