FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
WORKDIR /srv
COPY . .
RUN nvcc -arch=sm_80 -o app a.cu && mkdir logs && touch ready

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
WORKDIR /srv
COPY . .
COPY --from=builder /srv/app /srv/app
CMD ["./app"]
