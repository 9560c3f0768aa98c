FROM python:3.10-slim
RUN pip install tensorflow==2.10.1
#               ^^^^^^^^^^^^^^^^^^ numpy-too-new-for-torch: tensorflow 2.10.1 was built before NumPy 2
