# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS cpu
RUN python -m pip install torch --index-url https://download.pytorch.org/whl/cpu
CMD ["python", "app.py"]
FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS compiles
RUN cuda_12.4.1_551.78_windows.exe -s nvcc_12.4 cudart_12.4
RUN python -m pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "build.py"]
FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS shell
RUN python -m pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["powershell"]
FROM python:3.11-slim AS linux
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "app.py"]
