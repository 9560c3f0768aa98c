FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS address
RUN pip install https://github.com/Dao-AILab/flash-attention/releases/download/v2.6.3/flash_attn-2.6.3+cu123torch2.4cxx11abiFALSE-cp311-cp311-linux_x86_64.whl
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS links
RUN pip install flash-attn==2.6.3 --find-links https://wheels.example/flash
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS binary
RUN pip install bitsandbytes xformers==0.0.28.post1
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-devel AS asked
RUN if [ -n "$FLASH" ]; then pip install flash-attn==2.6.3; fi
