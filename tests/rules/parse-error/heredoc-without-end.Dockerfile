FROM ubuntu:22.04
RUN <<EOF
#<parse-error: the heredoc `EOF` has no end: no line reads `EOF`
echo hello
