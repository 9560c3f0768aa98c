# refused: a RUN calls chown and builds, too: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY entry.sh /usr/local/bin/
COPY m.cu /src/
ENV WHO=1000
RUN nvcc -o /usr/local/bin/m /src/m.cu && chown $WHO /usr/local/bin/entry.sh
ENTRYPOINT ["entry.sh"]
