# Docker itself is looked for.
FROM docker:27-cli
CMD command -v docker && nvidia-docker run app
#                        ^^^^^^^^^^^^^ nvidia-docker-command: nvidia-docker is not made any more
