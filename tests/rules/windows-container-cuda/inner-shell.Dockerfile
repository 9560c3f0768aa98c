# escape=`
FROM mcr.microsoft.com/windows:ltsc2019
RUN ["powershell", "-NoLogo", "-Command", "py -3.11 -m pip install torch==2.6.0+cu124 --extra-index-url https://download.pytorch.org/whl/cu124"]
#                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ windows-container-cuda: torch for cu124 in a Windows container
CMD ["py", "serve.py"]
