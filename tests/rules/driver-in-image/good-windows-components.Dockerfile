# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["cmd", "/S", "/C"]
ADD https://developer.download.nvidia.com/compute/cuda/12.4.1/local_installers/cuda_12.4.1_551.78_windows.exe C:/cuda_12.4.1_551.78_windows.exe
RUN start /wait C:\cuda_12.4.1_551.78_windows.exe -s nvcc_12.4 cudart_12.4
