# flags: --gpu V100
FROM python:3.12-slim AS dev
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
CMD ["bash"]
