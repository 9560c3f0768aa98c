# flags: --platform linux/arm64
FROM nvcr.io/nvidia/cuda:12.4.0-devel-centos7 AS build
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-lacks-platform: nvcr.io/nvidia/cuda:12.4.0-devel-centos7 is not published for linux/arm64, only for
COPY app /app
