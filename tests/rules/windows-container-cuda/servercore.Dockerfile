# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN curl -L -o python.exe https://www.python.org/ftp/python/3.11.9/python-3.11.9-amd64.exe && python.exe /quiet PrependPath=1
RUN python -m pip install --no-cache-dir torch --index-url https://download.pytorch.org/whl/cu124
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ windows-container-cuda: torch for cu124 in a Windows container (mcr.microsoft.com/windows/servercore:ltsc2022), which gets no CUDA
COPY app.py .
CMD ["python", "app.py"]
