# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
# download.pytorch.org/whl/cu124 is only named here
RUN echo https://download.pytorch.org/whl/cu124
RUN curl -O https://download.pytorch.org/whl/cu124/torch-2.6.0.whl
