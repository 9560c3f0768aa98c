# flags: --driver 470.82.01 --gpu RTX2080Ti
FROM python:3.11-slim
ENV NVIDIA_VISIBLE_DEVICES=all
RUN pip install xgboost==3.2.0
#               ^^^^^^^^^^^^^^ driver-too-old: xgboost 3.2.0
CMD ["python", "train.py"]
