FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install 'tensorflow[and-cuda]==2.16.1'
