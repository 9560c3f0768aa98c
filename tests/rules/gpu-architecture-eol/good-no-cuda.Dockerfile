# flags: --gpu V100
FROM python:3.12-slim
RUN pip install flask
COPY app.py .
CMD ["python", "app.py"]
