FROM python:3.11-slim
RUN pip install numpy > /dev/null 2>&1
RUN pip install numpy>install.log
RUN pip install numpy >>log 2>err
RUN pip install -r requirements.txt>/tmp/log
RUN pip install numpy &> log
RUN pip list>1.txt
RUN pip install -r /dev/stdin <requirements.txt
RUN pip install numpy 2>/dev/null || true
RUN echo "pip install numpy>=1.2" >> notes
