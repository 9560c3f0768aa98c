# escape=`
FROM mcr.microsoft.com/windows:ltsc2019
SHELL ["cmd", "/S", "/C"]
ADD https://developer.download.nvidia.com/compute/cuda/12.4.1/local_installers/cuda_12.4.1_551.78_windows.exe C:/cuda_12.4.1_551.78_windows.exe
RUN start /wait C:\cuda_12.4.1_551.78_windows.exe -s
#<driver-in-image: cuda_12.4.1_551.78_windows.exe: without components behind -s it installs the driver too
