FROM python:3.11-slim
RUN pip install torch>$LOG && pip install torch>"$LOG"
RUN pip install foo>version.txt && pip install foo>v1.log && pip install foo>vlog
RUN pip install foo>1.log && pip install numpy >=1.log
RUN pip install foo >2
