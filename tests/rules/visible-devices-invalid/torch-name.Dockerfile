FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV CUDA_VISIBLE_DEVICES="cuda:0"
#                        ^^^^^^^^ visible-devices-invalid: CUDA_VISIBLE_DEVICES=cuda:0 names no GPU
CMD ["server"]
