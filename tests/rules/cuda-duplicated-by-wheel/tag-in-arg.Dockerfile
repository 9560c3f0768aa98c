ARG CUDA=12.4.1
ARG FLAVOR=runtime
FROM nvidia/cuda:${CUDA}-${FLAVOR}-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-duplicated-by-wheel: ships CUDA's libraries a second time
RUN apt-get update && apt-get install -y python3-pip ffmpeg
RUN pip3 install torch==2.5.1 torchvision==0.20.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install fastapi uvicorn
COPY . /app
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
