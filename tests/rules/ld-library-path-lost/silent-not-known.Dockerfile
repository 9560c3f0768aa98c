ARG EXTRA
FROM tensorflow/tensorflow:2.3.1-gpu
ARG EXTRA
ENV LD_LIBRARY_PATH=/opt/tools/lib$EXTRA
