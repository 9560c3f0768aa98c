FROM python:3.11-slim
RUN pip install "numpy>=1.24" 'torch<2' scipy\>=1 a==1.0 b~=2.0 c!=3
RUN ["pip", "install", "numpy>=1.24"]
