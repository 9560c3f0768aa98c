# Their own CUDA is another one than the image's, which they do not use.
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install xgboost==2.1.4 "jax[cuda12]==0.5.3"
