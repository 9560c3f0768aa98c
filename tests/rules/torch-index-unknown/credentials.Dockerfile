FROM python:3.11-slim
RUN pip install torch==2.6.0 --index-url https://bob:secret@download.pytorch.org/whl/cu122
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://***@download.pytorch.org/whl/cu122 does not exist
