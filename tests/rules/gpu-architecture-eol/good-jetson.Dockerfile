# flags: --gpu sm_72
# Xavier is Volta by name, and gets its drivers with JetPack.
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
COPY app.py .
CMD ["python", "app.py"]
