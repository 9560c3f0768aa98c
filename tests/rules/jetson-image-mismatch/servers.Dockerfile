# flags: --gpu "Jetson Nano"
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jetson-image-mismatch: nvidia/cuda:12.4.1-runtime-ubuntu22.04 is no image of Jetson Linux, and Jetson Nano runs only those
COPY app /app
CMD ["/app"]
