# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS named
# download.pytorch.org/whl/cu124 is only named here
RUN echo pip install torch --index-url https://download.pytorch.org/whl/cu124
RUN rem pip install torch --index-url https://download.pytorch.org/whl/cu124
RUN curl -O https://download.pytorch.org/whl/cu124/torch-2.6.0.whl
CMD ["python", "app.py"]

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS downloads
RUN pip download torch --index-url https://download.pytorch.org/whl/cu124
RUN pip wheel torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip install --dry-run torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "app.py"]

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS others
RUN pip install numpy --index-url https://download.pytorch.org/whl/cu124
# PyPI's newest is for the CPU.
RUN pip install torch --extra-index-url https://download.pytorch.org/whl/cu124
CMD ["python", "app.py"]

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS conditions
RUN if exist C:\gpu (pip install torch --index-url https://download.pytorch.org/whl/cu124)
RUN exit 0 || pip install torch --index-url https://download.pytorch.org/whl/cu124
RUN pip install torch --index-url https://download.pytorch.org/whl/%CUDA%
CMD ["python", "app.py"]

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS blocks
SHELL ["powershell", "-Command"]
RUN if ($env:GPU) { pip install torch --index-url https://download.pytorch.org/whl/cu124 }
RUN Write-Host 'pip install torch --index-url https://download.pytorch.org/whl/cu124'
RUN <# pip install torch --index-url https://download.pytorch.org/whl/cu124 #> Get-Date
RUN foreach ($p in 'torch') { pip install $p --index-url https://download.pytorch.org/whl/cu124 }
CMD ["python", "app.py"]

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS builder
RUN vs_buildtools.exe --quiet --add Microsoft.VisualStudio.Workload.VCTools
FROM builder AS extension
RUN python -m pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "-m", "build"]

FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS unused
RUN python -m pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["python", "app.py"]
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
COPY --from=unused C:\wheels C:\wheels
CMD ["python", "app.py"]
