FROM --platform=linux/arm64 nvidia/cuda:11.8.0-base-ubi7
#                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-lacks-platform: nvidia/cuda:11.8.0-base-ubi7 is not published for linux/arm64, only for
COPY app /app
