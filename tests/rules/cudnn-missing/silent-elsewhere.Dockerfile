# conda, a path of one's own, a copy of the libraries, a script.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS libraries
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS copied
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
COPY --from=libraries /usr/lib/x86_64-linux-gnu/libcudnn* /usr/lib/x86_64-linux-gnu/
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS path
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
ENV LD_LIBRARY_PATH=/mnt/cudnn/lib
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS script
RUN apt-get update && apt-get install -y python3-pip
COPY cudnn.sh /
RUN /cudnn.sh
RUN pip3 install onnxruntime-gpu==1.20.1
