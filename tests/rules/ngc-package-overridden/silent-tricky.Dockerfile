# An environment of its own, a download, and an image that is only called so.
FROM nvcr.io/nvidia/pytorch:24.05-py3 AS environment
RUN python -m venv /opt/venv && /opt/venv/bin/pip install torch==2.3.1
FROM nvcr.io/nvidia/pytorch:24.05-py3 AS download
RUN pip download torch==2.3.1
FROM registry.example.com/nvidia/pytorch:24.05-py3 AS own
RUN pip install torch==2.3.1
FROM nvcr.io/nvidia/pytorch:24.05-py3 AS on-purpose
RUN pip uninstall -y torch && pip install torch==2.3.1
