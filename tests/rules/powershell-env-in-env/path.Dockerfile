FROM mcr.microsoft.com/windows:ltsc2019
ENV PATH="$env:PATH;C:/tools"
#         ^^^^^^^^^ powershell-env-in-env: $env:PATH in ENV PATH is nothing with ":PATH" behind it: the build does not read PowerShell
