FROM docker:27-cli
RUN docker run --rm --device 01:00.0 alpine true
#                   ^^^^^^^^^^^^^^^^ windows-pci-device: --device=01:00.0 is a PCI address
