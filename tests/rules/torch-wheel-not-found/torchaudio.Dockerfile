FROM python:3.11-slim
RUN pip install torchaudio==2.12.0
#               ^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torchaudio==2.12.0 cannot be found: torchaudio no longer follows the numbers of torch: 2.11 goes with torch 2.11 and later
