# flags: --driver 470.82.01 --gpu RTX2080Ti
FROM python:3.11-slim
RUN pip install xgboost==3.2.0 catboost==1.2.7
CMD ["python", "train.py"]
