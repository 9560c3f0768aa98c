FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV OLD_PATH=$LD_LIBRARY_PATH
ENV LD_LIBRARY_PATH=/opt/tools/lib
RUN make
ENV LD_LIBRARY_PATH=$OLD_PATH
