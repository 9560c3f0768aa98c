FROM python:3.11-slim
RUN pip install ctranslate2==4.6.3 tensorflow==2.14.0
