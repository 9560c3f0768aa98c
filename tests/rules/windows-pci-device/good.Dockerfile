FROM docker:27-cli
CMD docker run --isolation process --device class/5B45201D-F2F2-4F3B-85BB-30FF1F953599 --device /dev/dri --device nvidia.com/gpu=0 mcr.microsoft.com/windows:ltsc2019 app.exe
