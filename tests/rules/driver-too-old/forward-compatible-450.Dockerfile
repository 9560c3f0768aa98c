# flags: --driver 450.80.02 --gpu T4
FROM nvidia/cuda:12.1.1-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.1.1-base-ubuntu22.04 may refuse Tesla T4
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.1.2 --index-url https://download.pytorch.org/whl/cu121
