FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install faster-whisper==1.1.0 ctranslate2==4.5.0
#                                      ^^^^^^^^^^^^^^^^^^ cudnn-missing: ctranslate2 4.5.0 needs cuDNN 9
