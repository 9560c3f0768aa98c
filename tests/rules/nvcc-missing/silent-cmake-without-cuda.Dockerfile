FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y cmake make g++ git
RUN git clone https://github.com/EddyRivasLab/hmmer && cd hmmer && ./configure && make -j4
RUN cmake -S hmmer -B build -DGGML_CUDA=OFF && cmake --build build
