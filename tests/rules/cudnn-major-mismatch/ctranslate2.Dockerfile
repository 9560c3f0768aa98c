FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install faster-whisper==1.0.3 ctranslate2==4.4.0
#                                      ^^^^^^^^^^^^^^^^^^ cudnn-major-mismatch: ctranslate2 4.4.0 needs cuDNN 8, and nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 has cuDNN 9
