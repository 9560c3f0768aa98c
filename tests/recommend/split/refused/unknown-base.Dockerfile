# does not apply
FROM registry.example.com/team/cuda:12.4.1-devel
RUN pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python3", "serve.py"]
