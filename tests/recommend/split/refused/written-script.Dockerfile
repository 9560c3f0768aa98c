# refused: COPY writes a file that names /usr/bin/python3: Python's packages would be in a virtual environment
FROM nvidia/cuda:12.1.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip python3-dev ninja-build
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
ENV TORCH_CUDA_ARCH_LIST="8.0;8.6"
RUN pip3 install --no-build-isolation flash-attn==2.6.3
COPY serve.py /serve.py
COPY --chmod=755 <<EOF /app.py
#!/usr/bin/python3
import torch
EOF
CMD ["/app.py"]
