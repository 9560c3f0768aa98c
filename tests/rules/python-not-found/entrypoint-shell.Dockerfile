FROM ubuntu:22.04
RUN apt-get update && apt-get install -y python3-pip
ENTRYPOINT python main.py
#          ^^^^^^ python-not-found: python is not there, only python3
