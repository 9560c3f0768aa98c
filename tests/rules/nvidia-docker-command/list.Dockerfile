FROM docker:27-cli
ENTRYPOINT ["/usr/bin/nvidia-docker", "run"]
#            ^^^^^^^^^^^^^^^^^^^^^^ nvidia-docker-command: is not made any more
