FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN nvidia-smi || true
RUN nvidia-smi; echo done
RUN if nvidia-smi; then echo gpu; fi
RUN command -v nvidia-smi && nvidia-smi || echo none
RUN which nvidia-smi && nvidia-smi
RUN ! nvidia-smi
RUN nvidia-smi | head -1
RUN (nvidia-smi || echo none) && echo ok
RUN set -e; nvidia-smi && echo gpu; true
RUN while nvidia-smi; do sleep 1; done
RUN nvidia-smi & sleep 1
