FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV LD_LIBRARY_PATH=/opt/tools/lib
COPY <<EOF /etc/ld.so.conf.d/cupti.conf
# for the profiler
/usr/local/cuda/extras/CUPTI/lib64
EOF
RUN ldconfig
