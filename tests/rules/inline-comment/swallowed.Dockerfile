FROM ubuntu:22.04
RUN apt-get update && apt-get install -y git # git for pip \
#                                            ^^^^^^^^^^^^^ inline-comment: the comment in this RUN swallows the lines joined behind it
    && rm -rf /var/lib/apt/lists/*
