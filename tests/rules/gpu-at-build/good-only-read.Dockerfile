FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN bash -n -c 'nvidia-smi'
RUN sh -en -c nvidia-smi
RUN bash -o noexec -c nvidia-smi
RUN bash -n <<EOF
nvidia-smi
EOF
RUN set -n; nvidia-smi
RUN bash -c 'set -o noexec; nvidia-smi'
