FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3
CMD ["python", "app.py"]
#     ^^^^^^ python-not-found: python is not there, only python3: nvidia/cuda:12.4.1-base-ubuntu22.04 has none and nothing installs it
