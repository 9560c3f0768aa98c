FROM ubuntu:22.04 # here
#                 ^^^^^^ inline-comment: FROM takes "# here" as arguments, and the build stops
RUN echo hello
