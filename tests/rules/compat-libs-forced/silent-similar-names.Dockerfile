FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat-tools:/usr/local/cuda/compat$NOTHING-x:$LD_LIBRARY_PATH
RUN echo "# /usr/local/cuda/compat" > /etc/ld.so.conf.d/notes.conf
