FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y g++ locales && sed -i 's/# en_US/en_US/' /etc/locale.gen && locale-gen
ENV LANG=en_US.UTF-8
RUN mkdir -p /data/cache && chmod 777 /data/cache
RUN ln -sf /usr/share/zoneinfo/UTC /etc/localtime
COPY entry.sh /entry.sh
COPY m.cu /b/m.cu
RUN nvcc -o /opt/m /b/m.cu -lnppc -lnpps && chmod +x /entry.sh

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y locales && sed -i 's/# en_US/en_US/' /etc/locale.gen && locale-gen
ENV LANG=en_US.UTF-8
RUN mkdir -p /data/cache && chmod 777 /data/cache
RUN ln -sf /usr/share/zoneinfo/UTC /etc/localtime
COPY entry.sh /entry.sh
RUN chmod +x /entry.sh
COPY --from=builder /opt/m /opt/m
ENTRYPOINT ["/entry.sh"]
CMD ["/opt/m"]
