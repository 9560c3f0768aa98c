FROM ubuntu:22.04
RUN apt-get update && apt-get install -y python3-pip python3.11
RUN python3 -m pip install torch==2.1.0
RUN python3.11 -m pip install torch==2.6.0
