FROM ubuntu:22.04 AS Build
COPY --from=late a b
#    ^^^^^^^^^^^ parse-error: stage late is written below; a stage can only use those above it
COPY --from=build a b
#    ^^^^^^^^^^^^ parse-error: a stage cannot copy from itself
COPY --from=$IMAGE a b
#    ^^^^^^^^^^^^^ parse-error: --from takes no variables
FROM Build
#    ^^^^^ parse-error: FROM finds stages by small letters only: write build
RUN echo hello
FROM ubuntu:22.04 AS late
COPY --from=99 a b
#    ^^^^^^^^^ parse-error: there is no stage 99; the first one is 0
COPY --from=0 a b
FROM MyTeam/App:1
#    ^^^^^^^^^^^^ parse-error: the name of an image is written in small letters
RUN echo hello
FROM MyApp:1
#    ^^^^^^^ parse-error: the name of an image is written in small letters
RUN echo hello
FROM ubuntu:22.04 AS 2nd
#                    ^^^ parse-error: the name of a stage starts with a letter
RUN echo hello
