# The extra takes jaxlib from JAX's own page, and that build wants cuDNN 8.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.25" -f https://storage.googleapis.com/jax-releases/jax_cuda_releases.html
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^ cudnn-major-mismatch: jax 0.4.25 needs cuDNN 8, and nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 has cuDNN 9.1.0.70
CMD ["python3", "app.py"]
