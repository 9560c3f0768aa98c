# The image has cuDNN 9.0, torch brings 9.1: TensorFlow was compiled with 9.3 and refuses both.
FROM nvidia/cuda:12.3.2-cudnn9-runtime-ubuntu22.04 AS both
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.18.0 torch==2.5.1
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.18.0 needs cuDNN >= 9.3, and nvidia/cuda:12.3.2-cudnn9-runtime-ubuntu22.04 has cuDNN 9.0.0.312
CMD ["python3", "app.py"]
