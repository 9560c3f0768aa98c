ARG BASE
FROM ${BASE}
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
CMD ["python3", "-m", "app"]
