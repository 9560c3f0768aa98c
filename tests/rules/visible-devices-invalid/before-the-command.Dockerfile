FROM nvidia/cuda:12.4.1-base-ubuntu22.04
CMD CUDA_VISIBLE_DEVICES=all server --port 80
#                        ^^^ visible-devices-invalid: CUDA_VISIBLE_DEVICES=all names no GPU
