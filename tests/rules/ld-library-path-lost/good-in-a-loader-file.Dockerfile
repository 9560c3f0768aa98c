FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV LD_LIBRARY_PATH=/opt/tools/lib
RUN echo /usr/local/cuda/extras/CUPTI/lib64 > /etc/ld.so.conf.d/cupti.conf && ldconfig
CMD ["python", "serve.py"]
