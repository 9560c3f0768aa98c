FROM ubuntu:22.04 AS build #comment
#                          ^^^^^^^^ inline-comment: FROM takes "#comment" as arguments, and the build stops
RUN echo hello
