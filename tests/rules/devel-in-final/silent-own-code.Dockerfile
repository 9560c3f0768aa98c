FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS one
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install uvicorn
FROM one AS script
COPY app.py /app/
CMD ["python3", "/app/app.py"]
FROM one AS module
COPY app /app
CMD ["python3", "-m", "app"]
FROM one AS server
COPY . /app
ENTRYPOINT ["uvicorn", "main:app"]
FROM one AS program
COPY serve.sh /serve.sh
ENTRYPOINT ["/serve.sh"]
CMD ["python3"]
FROM one AS mounted
CMD ["python3", "/work/train.py"]
