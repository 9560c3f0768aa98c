# What nobody described may link anything; so may a repository.
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS package
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install some-company-kernels==1.0
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS editable
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
COPY . /src
RUN pip3 install -e /src
CMD ["python3", "-m", "app"]
