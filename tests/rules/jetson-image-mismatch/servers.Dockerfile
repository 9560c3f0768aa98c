# flags: --gpu "Jetson Nano"
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jetson-image-mismatch: nvidia/cuda:12.4.1-runtime-ubuntu22.04 is made for Arm servers, and Jetson Nano runs images of Jetson Linux only
COPY app /app
CMD ["/app"]
