FROM ubuntu:22.04
RUN --mount=type=cach,target=/root/.cache echo a
#           ^^^^^^^^^ parse-error: there is no mount of type cach; did you mean cache?
RUN --mount=type=cache,targt=/root/.cache echo a
#                      ^^^^^^^^^^^^^^^^^^ parse-error: --mount has no option targt; did you mean target?
RUN --mount=type=cache, target=/root/.cache echo a
#           ^^^^^^^^^^^ parse-error: --mount has an empty option: a comma too many, or a blank behind it
RUN --mount=type=cache,target=/root/.cache,sharing=lock echo a
#                                          ^^^^^^^^^^^^ parse-error: sharing= is shared, private or locked, not lock
RUN --mount=type=bind,target=/x,uid=1000 echo a
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ parse-error: uid= does not go with a mount of type bind
RUN --mount=from=$BASE,target=/x echo a
#           ^^^^^^^^^^ parse-error: from= takes no variables
RUN --network=bridge echo a
#   ^^^^^^^^^^^^^^^^ parse-error: --network is default, none or host
