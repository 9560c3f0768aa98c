# A directory by that name, and no conda.
FROM ubuntu:22.04
ENV LD_LIBRARY_PATH=/srv/conda/lib
