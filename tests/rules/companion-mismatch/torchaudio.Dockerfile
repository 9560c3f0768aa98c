FROM python:3.9
RUN pip3 install --no-cache-dir \
    torch==1.13.1 \
    torchaudio==0.12.1
#   ^^^^^^^^^^^^^^^^^^ companion-mismatch: torchaudio 0.12.1 is made for torch 1.12.1, not 1.13.1
