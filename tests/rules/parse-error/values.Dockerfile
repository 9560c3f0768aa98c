FROM ubuntu:22.04
EXPOSE 80,443
#      ^^^^^^ parse-error: 80,443 is no port
EXPOSE 8080 8443/https
#           ^^^^^^^^^^ parse-error: there is no protocol https; ports are tcp, udp or sctp
STOPSIGNAL SIGSTOPP
#          ^^^^^^^^ parse-error: there is no signal SIGSTOPP
HEALTHCHECK --interval=30 CMD curl localhost
#           ^^^^^^^^^^^^^ parse-error: 30 is no duration; write it like 30s or 1m30s
HEALTHCHECK curl localhost
#           ^^^^ parse-error: HEALTHCHECK is followed by CMD or NONE, not curl
SHELL /bin/bash -c
#<parse-error: SHELL needs a JSON array
COPY https://example.org/a /a
#    ^^^^^^^^^^^^^^^^^^^^^ parse-error: COPY does not download; ADD does
COPY --chmod=0888 a b
#    ^^^^^^^^^^^^ parse-error: --chmod is an octal number from 0 to 7777
ONBUILD FROM ubuntu
#       ^^^^ parse-error: FROM may not stand behind ONBUILD
ENV =1
#    ^ parse-error: a name is missing before `=` in ENV
USER
#<parse-error: USER needs an argument
