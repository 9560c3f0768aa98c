# flags: --driver 535.104.05 --gpu "RTX 4090"
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.6.3-devel-ubuntu22.04 may refuse GeForce RTX 4090
COPY vendor/ /opt/vendor/
RUN /opt/vendor/install
RUN nvcc -gencode=arch=compute_89,code=sm_89 k.cu -o k
CMD ["./k"]
