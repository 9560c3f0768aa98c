# flags: --driver 580.65.06 --gpu RTX5090
FROM python:3.11-slim
RUN pip install ctranslate2==4.7.2
ENTRYPOINT ["pytest"]
