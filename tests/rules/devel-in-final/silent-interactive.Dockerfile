FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS shell
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
FROM shell AS prompt
CMD ["bash"]
FROM shell AS notebook-server
CMD ["python3", "-m", "jupyter", "lab"]
FROM shell AS dev
CMD ["python3", "-m", "app"]
FROM shell AS entry
ENTRYPOINT ["/entrypoint.sh"]
