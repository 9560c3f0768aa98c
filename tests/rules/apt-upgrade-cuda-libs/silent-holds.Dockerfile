# However it is held, or pinned.
FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8

FROM base AS selections
RUN echo "libnccl2 hold" | dpkg --set-selections
RUN apt-get update && apt-get upgrade -y

FROM base AS file
COPY selections /tmp/selections
RUN dpkg --set-selections < /tmp/selections && apt-get update && apt-get dselect-upgrade -y

FROM base AS architecture
RUN apt-mark hold libnccl2:amd64 && apt-get update && apt-get upgrade -y

FROM base AS loop
RUN for p in libnccl2 libcublas-11-8; do apt-mark hold $p; done
RUN apt-get update && apt-get upgrade -y

FROM base AS list
RUN dpkg-query -W -f='${Package}\n' | grep nccl | xargs apt-mark hold
RUN apt-get update && apt-get upgrade -y

FROM base AS aptitude
RUN aptitude hold libnccl2 && apt-get update && apt-get upgrade -y

FROM base AS root
RUN sudo apt-mark hold libnccl2 && apt-get update && apt-get upgrade -y

FROM base AS pinned
RUN printf 'Package: libnccl2\nPin: version 2.15.5*\nPin-Priority: 1001\n' > /etc/apt/preferences.d/nccl
RUN apt-get update && apt-get upgrade -y

FROM base AS preferences
COPY nccl.pref /etc/apt/preferences.d/
RUN apt-get update && apt-get upgrade -y
