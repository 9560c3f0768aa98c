# refused: a RUN changes files of the image, which the smaller one may not have
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel
RUN rm /etc/apt/sources.list.d/cuda.list
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python", "serve.py"]
