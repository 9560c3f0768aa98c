FROM ubuntu:22.04
WORKDIR /app # here
#            ^^^^^^ inline-comment: WORKDIR takes "# here" as part of its value
USER root # me
#         ^^^^ inline-comment: USER takes "# me" as part of its value
EXPOSE 80 # web
#         ^^^^^ inline-comment: EXPOSE takes "# web" as arguments, and the build stops
VOLUME /data # data
#            ^^^^^^ inline-comment: VOLUME takes "# data" as part of its value
