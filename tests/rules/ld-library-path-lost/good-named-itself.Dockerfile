FROM tensorflow/tensorflow:2.3.1-gpu
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: builds on Ubuntu 18.04
ENV LD_LIBRARY_PATH=/opt/tools/lib:/usr/local/cuda-10.1/extras/CUPTI/lib64/
CMD ["python", "serve.py"]
