FROM docker:27-cli
RUN apk add --no-cache nvidia-docker-docs && echo nvidia-docker run
LABEL tool=nvidia-docker
