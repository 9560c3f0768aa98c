FROM ubuntu:22.04
run echo \

  # comment
  hello
CMD [ "a", 'b' ]
ENV A B
ONBUILD RUN echo x
HEALTHCHECK NONE
LABEL a=b c="d e"
EXPOSE	80/tcp
