# flags: --gpu "Jetson Orin Nano"
ARG L4T=r32.7.1
FROM nvcr.io/nvidia/l4t-base:${L4T}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jetson-image-mismatch: nvcr.io/nvidia/l4t-base:r32.7.1 is for Jetson Linux 32, which does not run on Jetson Orin Nano
COPY app /app
CMD ["/app"]
