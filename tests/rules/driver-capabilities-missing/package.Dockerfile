FROM python:3.11-slim
RUN pip install PyNvVideoCodec==1.0.2
#               ^^^^^^^^^^^^^^^^^^^^^ driver-capabilities-missing: pynvvideocodec 1.0.2 may get no libraries for video
CMD ["python", "decode.py"]
