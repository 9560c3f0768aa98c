FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY entry.sh /
ENTRYPOINT ["/entry.sh"]
CMD ["python", "app.py"]
