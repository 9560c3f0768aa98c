FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV CUDA_VISIBLE_DEVICES=all
#                        ^^^ visible-devices-invalid: CUDA_VISIBLE_DEVICES=all names no GPU, and programs see none
CMD ["server"]
