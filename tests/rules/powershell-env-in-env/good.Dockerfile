FROM mcr.microsoft.com/windows:ltsc2019
ENV TOOLS_HOME="C:/tools"
ENV TOOLS_PATH="${TOOLS_HOME}/bin"
RUN $env:X = 1
