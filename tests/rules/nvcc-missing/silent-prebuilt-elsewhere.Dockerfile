FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install torch-scatter -f https://data.pyg.org/whl/torch-2.4.0+cu124.html
RUN pip3 install --only-binary :all: flash-attn==2.8.2
RUN pip3 install apex xformers==0.0.28.post1
