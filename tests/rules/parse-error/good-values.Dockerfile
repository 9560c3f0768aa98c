ARG BASE=ubuntu:22.04
FROM --platform=$BUILDPLATFORM ${BASE} AS One
COPY --link --parents --exclude=*.o --chmod=u=rwX,go=rX a b/
ADD --checksum=sha256:0 --unpack=false --keep-git-dir https://example.org/a.git /a
RUN --mount=type=cache,target=/x,sharing=locked,uid=1 --mount=type=secret,id=a,env=A --device=nvidia.com/gpu=all true
RUN --network=none --security=insecure true
EXPOSE 80 443/tcp 8000-8010 ${PORT}
STOPSIGNAL SIGRTMIN+3
HEALTHCHECK --interval=1m30s --start-interval=500ms --retries=3 CMD docker inspect --format '{{.State}}' a
SHELL ["/bin/bash", "-c"]
ONBUILD COPY a b
CMD
ENTRYPOINT []
FROM one AS one
COPY --from=0 a b
COPY --from=alpine:3.20 a b
USER a
WORKDIR /a b
