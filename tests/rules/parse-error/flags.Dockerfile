FROM --platfrom=linux/amd64 ubuntu:22.04 AS build
#    ^^^^^^^^^^^^^^^^^^^^^^ parse-error: FROM has no flag --platfrom; did you mean --platform?
COPY --form=build a b
#    ^^^^^^^^^^^^ parse-error: COPY has no flag --form; did you mean --from?
COPY --link=yes a b
#    ^^^^^^^^^^ parse-error: --link is true or false, not yes
ADD --chown a b
#   ^^^^^^^ parse-error: --chown needs a value: --chown=VALUE
ADD --chown=1 \
    --chown=2 a b
#   ^^^^^^^^^ parse-error: --chown is written twice
ENTRYPOINT --port=80
#          ^^^^^^^^^ parse-error: ENTRYPOINT has no flags, but --port is read as one
RUN echo hello
