# A script, a shell, a notebook: who knows what is done there.
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS script
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
COPY start.sh .
CMD ["./start.sh"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS shell
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS notebook
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install jupyter
CMD ["jupyter", "lab", "--ip=0.0.0.0"]
