# refused: a RUN calls chmod and builds, too: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY entry.sh m.cu /w/
RUN nvcc -o /usr/local/bin/m /w/m.cu; if [ -f /w/entry.sh ]; then chmod +x /w/entry.sh; fi
ENTRYPOINT ["/w/entry.sh"]
