FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
FROM base AS edited
RUN git clone https://github.com/facebookresearch/detectron2 /d2
RUN sed -i 's/torch.cuda.is_available()/True/' /d2/setup.py
RUN pip3 install --no-build-isolation /d2
FROM base AS patched
RUN git clone https://github.com/facebookresearch/detectron2 /d2
COPY force.patch /tmp/
RUN cd /d2 && git apply /tmp/force.patch && pip3 install --no-build-isolation .
FROM base AS by-patch
RUN git clone https://github.com/facebookresearch/detectron2 /d2
COPY force.patch /tmp/
RUN cd /d2 && patch -p1 -i /tmp/force.patch
RUN pip3 install --no-build-isolation /d2
