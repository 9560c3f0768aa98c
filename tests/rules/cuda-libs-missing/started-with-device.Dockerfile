FROM python:3.11-slim
RUN pip install ctranslate2==4.7.2
#               ^^^^^^^^^^^^^^^^^^ cuda-libs-missing: ctranslate2 4.7.2 needs the CUDA libraries of CUDA 12
CMD ["python", "serve.py", "--device", "cuda"]
