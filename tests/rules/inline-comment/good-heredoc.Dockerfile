FROM ubuntu:22.04
RUN <<EOF # not read
echo x # y
EOF
COPY <<EOF /x
a # b
EOF
