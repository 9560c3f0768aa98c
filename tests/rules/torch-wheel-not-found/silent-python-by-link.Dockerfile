# There are such wheels, wherever the page may lead.
FROM python:3.10-slim AS stable
RUN pip install torch==1.12.1+cu113 -f https://download.pytorch.org/whl/torch_stable.html
CMD ["python", "app.py"]

# Whose Python it is, and what others have there, is not known.
FROM debian:12-slim AS unknown
COPY python.sh /
RUN /python.sh && pip install torch==1.12.1+cu113 -f https://download.pytorch.org/whl/torch_stable.html
CMD ["python", "app.py"]

FROM python:3.11-slim AS others
RUN pip install torch==1.12.1+cu113 -f https://wheels.example.org/torch.html
CMD ["python", "app.py"]

FROM python:3.11-slim AS beside
RUN pip install torch==1.12.1+cu113 -f https://download.pytorch.org/whl/torch_stable.html -f https://wheels.example.org/
CMD ["python", "app.py"]
