# escape=`
FROM mcr.microsoft.com/windows:ltsc2019
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
RUN $env:PIP_NO_CACHE_DIR = '1'; & 'C:\Python311\Scripts\pip3.exe' install 'torch==2.6.0' --extra-index-url "https://download.pytorch.org/whl/cu124"; # for CUDA
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ windows-container-cuda: torch for cu124 in a Windows container (mcr.microsoft.com/windows:ltsc2019), which gets no CUDA
ENTRYPOINT ["python.exe", "serve.py"]
