# The right one.
FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 AS fits
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.23" -f https://storage.googleapis.com/jax-releases/jax_cuda_releases.html
CMD ["python3", "app.py"]

# What others have on their page is not known.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS other
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.25" -f https://wheels.example.org/jax.html
CMD ["python3", "app.py"]

# For cuDNN 9.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS nine
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.29" -f https://storage.googleapis.com/jax-releases/jax_cuda_releases.html
CMD ["python3", "app.py"]
