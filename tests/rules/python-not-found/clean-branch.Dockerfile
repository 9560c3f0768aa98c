FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN if command -v python; then python --version; fi
RUN python --version || true
