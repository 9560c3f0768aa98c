FROM ubuntu:22.04
RUN echo hello # fine in a shell
RUN echo a#b "x # y" 'c # d'
ENV COLOR=#fff TEXT="a # b" C#=1
ENV HASH #fff
COPY a#b /c
ARG A=1 # harmless
LABEL org.title My # one
RUN apt-get update && \
    # a comment line
    apt-get install -y git
HEALTHCHECK CMD true # fine
CMD echo hello # fine
RUN echo $# ${#A}
WORKDIR /app#1
