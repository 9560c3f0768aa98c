FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cudnn-duplicated-by-wheel: ships a cuDNN that nothing uses
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.8.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install ctranslate2==4.6.3 fastapi uvicorn
COPY app.py .
CMD ["python3", "app.py"]
