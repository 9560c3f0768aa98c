ARG DIR=app
FROM ubuntu:22.04
COPY ${DIR}/a /a
#    ^^^^^^ arg-not-redeclared: DIR is empty here: the ARG before the first FROM does not reach into the stage
RUN test -n "$DIR" && ls $DIR
