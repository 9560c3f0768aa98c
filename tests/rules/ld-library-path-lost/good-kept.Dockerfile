FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV LD_LIBRARY_PATH=/opt/tools/lib:$LD_LIBRARY_PATH
CMD ["python", "serve.py"]
