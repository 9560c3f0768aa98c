# A wheel that is named whole compiles nothing, and a page of wheels may have one.
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN FORCE_CUDA=1 pip3 install https://data.pyg.org/whl/torch-2.6.0%2Bcu118/torch_scatter-2.1.2%2Bpt26cu118-cp310-cp310-linux_x86_64.whl
RUN FORCE_CUDA=1 pip3 install torch-sparse -f https://data.pyg.org/whl/torch-2.6.0+cu118.html
