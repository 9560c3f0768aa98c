FROM ubuntu:24.04 AS script
COPY setup.sh /
RUN apt-get update && apt-get install -y python3-pip && /setup.sh && pip install numpy
FROM ubuntu:24.04 AS elsewhere
RUN apt-get update && apt-get install -y python3-pip && pip install --target /srv/lib numpy && pip download requests
FROM registry.example/team/noble:1
RUN apt-get update && apt-get install -y python3-pip && pip install numpy
FROM ubuntu:24.04 AS pipx
RUN apt-get update && apt-get install -y pipx && pipx install poetry
