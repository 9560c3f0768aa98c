ARG EXTRA
FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ARG EXTRA
ENV LD_LIBRARY_PATH=/opt/tools/lib$EXTRA
