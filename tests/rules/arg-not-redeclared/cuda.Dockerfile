ARG TAG=cu121
FROM nvidia/cuda:12.1.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip install torch --index-url https://download.pytorch.org/whl/${TAG}
#                                                                  ^^^^^^ arg-not-redeclared: TAG is empty here: the ARG before the first FROM does not reach into the stage
