FROM nvidia/cuda:11.8.0-cudnn8-devel-ubuntu22.04
ARG NIGHTLY=cu118
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install --pre torch --index-url https://download.pytorch.org/whl/nightly/${NIGHTLY}
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nightly-index-dead: https://download.pytorch.org/whl/nightly/cu118 has no torch any more: the last release for cu118 is 2.7.1
