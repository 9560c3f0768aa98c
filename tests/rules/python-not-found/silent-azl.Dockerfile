# Images of other systems, and a mirror nobody described.
FROM mcr.microsoft.com/azurelinux/base/python:3.12 AS azl
CMD ["python3", "app.py"]
FROM nvidia/cuda:12.4.1-base-rockylinux9 AS rocky
RUN dnf install -y python3.11 && alternatives --install /usr/bin/python python /usr/bin/python3.11 1
CMD ["python", "app.py"]
