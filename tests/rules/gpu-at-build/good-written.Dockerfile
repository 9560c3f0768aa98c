FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN echo "nvidia-smi" > check.sh
RUN cat <<EOF > check.sh
nvidia-smi
EOF
COPY <<EOF /check.sh
nvidia-smi
EOF
RUN printf "nvidia-smi\n" >> x && chmod +x x
RUN apt-get install -y nvidia-smi-tools || true
RUN check() { nvidia-smi; }
