FROM ubuntu:22.04
RUN <<-EOF cat >file
	hello
	EOF
COPY <<"a" <<b /x/
first
a
second
b
