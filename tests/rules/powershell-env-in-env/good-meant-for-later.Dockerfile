FROM mcr.microsoft.com/windows:ltsc2019
ENV PROMPT='$env:PATH' HINT="\$env:PATH"
