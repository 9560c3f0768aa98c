# flags: --jetpack 5.1.2
FROM nvcr.io/nvidia/l4t-jetpack:r36.4.0
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ jetson-image-mismatch: nvcr.io/nvidia/l4t-jetpack:r36.4.0 is for Jetson Linux 36, newer than the 35.4.1 of JetPack 5.1.2
COPY app /app
CMD ["/app"]
