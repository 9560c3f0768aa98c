# Images of device plugins hide the GPUs until the cluster hands them out.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=void
COPY plugin /usr/bin/
CMD ["plugin"]
