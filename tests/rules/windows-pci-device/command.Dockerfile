FROM docker:27-cli
CMD docker run --device="0000:01:00.0" mcr.microsoft.com/windows:ltsc2019 app.exe
#              ^^^^^^^^^^^^^^^^^^^^^^ windows-pci-device: --device=0000:01:00.0 is a PCI address, which docker does not take
