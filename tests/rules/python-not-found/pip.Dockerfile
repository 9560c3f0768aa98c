FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
#   ^^^ python-not-found: pip is not there: nvidia/cuda:12.4.1-devel-ubuntu22.04 has none and nothing installs it
RUN pip install torch
CMD ["python", "app.py"]
#     ^^^^^^ python-not-found: python is not there
