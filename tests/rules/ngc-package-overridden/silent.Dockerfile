# What is there satisfies it; the constraints file keeps pip from it; nothing of the image is asked for.
FROM nvcr.io/nvidia/pytorch:24.05-py3 AS there
RUN pip install torch
FROM nvcr.io/nvidia/pytorch:25.03-py3 AS held
RUN pip install torch==2.6.0
FROM nvcr.io/nvidia/pytorch:24.05-py3 AS other
RUN pip install einops tqdm
