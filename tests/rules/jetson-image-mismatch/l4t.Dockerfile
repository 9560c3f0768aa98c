# flags: --gpu "Jetson AGX Xavier"
FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jetson-image-mismatch: nvcr.io/nvidia/l4t-jetpack:r36.4.0 is for Jetson Linux 36, which does not run on Jetson AGX Xavier
COPY app /app
CMD ["/app"]
