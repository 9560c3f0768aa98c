FROM python:3.11-slim
RUN pip install torch==2.2.2
#               ^^^^^^^^^^^^ numpy-too-new-for-torch: torch 2.2.2
RUN pip install numpy tqdm
