# flags: --gpu "Jetson AGX Orin" --l4t 36.4
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jetson-image-mismatch: nvidia/cuda:12.4.1-runtime-ubuntu22.04 is no image of Jetson Linux, and Jetson Linux 36.4 is made for those
COPY app /app
CMD ["/app"]
