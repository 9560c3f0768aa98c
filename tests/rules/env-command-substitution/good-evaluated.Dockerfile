FROM python:3.11
ENV START_CMD="serve --workers $(nproc)" RUN_IT="$(date)"
ENV MAKEFLAGS="-j$(shell nproc)" CFLAGS="-I$(TOP)/include" GIT_SSH_COMMAND="ssh -i $(cat key)"
CMD bash -c "$RUN_IT"
