# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
RUN python -m pip install torch --index-url https://download.pytorch.org/whl/cu124
#<windows-container-cuda: torch for cu124 in a Windows container (mcr.microsoft.com/windows/servercore:ltsc2022), which gets no CUDA
