FROM mcr.microsoft.com/windows:ltsc2019
ENV TOOLS_HOME="C:/tools"
ENV TOOLS_PATH="$Env:TOOLS_HOME/bin"
#               ^^^^^^^^^^^^^^^ powershell-env-in-env: $Env:TOOLS_HOME in ENV TOOLS_PATH is nothing
