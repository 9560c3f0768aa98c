# refused: a RUN calls tar and builds, too: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends make wget
WORKDIR /src
COPY . .
RUN wget -q https://example.com/data.tgz -O /tmp/data.tgz && tar -C /usr/share -xzf /tmp/data.tgz && rm /tmp/data.tgz && \
    make -j4 && make install PREFIX=/opt/rank
CMD ["/opt/rank/bin/rank"]
