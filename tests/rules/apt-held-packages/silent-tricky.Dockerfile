# Without lists apt knows nothing newer, and says that the package is there.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS lists
RUN apt-get install -y libnccl2

# Sources and preferences decide what is newer.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS sources
RUN rm /etc/apt/sources.list.d/cuda*.list && apt-get update && apt-get install -y libnccl2

# A script may have let them go.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS script
COPY prepare.sh /
RUN /prepare.sh && apt-get update && apt-get install -y libnccl2=2.26.2-1+cuda12.8

# Removed with the option, then installed anew: nothing is held any more.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS anew
RUN apt-get update && apt-get purge -y --allow-change-held-packages libnccl2 && apt-get install -y libnccl2=2.26.2-1+cuda12.8

# dpkg heeds no hold of apt; the failure is swallowed; what is printed is not run.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS others
RUN dpkg -i /tmp/libnccl2_2.26.2-1+cuda12.8_amd64.deb
RUN apt-get install -y libnccl2=2.26.2-1+cuda12.8 || true
RUN echo apt-get install -y libnccl2=2.26.2-1+cuda12.8

# Not the image of NVIDIA.
FROM mycompany/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y libnccl2=2.26.2-1+cuda12.8

# The lists are gone again when the name is asked for.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN apt-get install -y libnccl2
