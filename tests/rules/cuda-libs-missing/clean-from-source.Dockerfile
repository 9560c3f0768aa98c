FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install git+https://github.com/OpenNMT/CTranslate2.git@v4.6.3#subdirectory=python
