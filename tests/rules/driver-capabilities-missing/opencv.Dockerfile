FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04
RUN apt-get update && apt-get install -y build-essential cmake
COPY opencv /opencv
RUN cmake -S /opencv -B /build -D WITH_CUDA=ON -D WITH_NVCUVID=ON && make -C /build install
#                                                 ^^^^^^^^^^^^^^^ driver-capabilities-missing: WITH_NVCUVID=ON may get no libraries for video
CMD ["/build/bin/app"]
