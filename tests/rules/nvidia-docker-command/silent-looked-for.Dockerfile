FROM docker:27-cli AS looked
CMD if command -v nvidia-docker > /dev/null; then nvidia-docker run app; else docker run --gpus all app; fi

FROM docker:27-cli AS which
CMD which nvidia-docker && nvidia-docker run app || docker run --gpus all app

FROM docker:27-cli
CMD nvidia-docker() { docker run --gpus all "$@"; }; nvidia-docker run app
