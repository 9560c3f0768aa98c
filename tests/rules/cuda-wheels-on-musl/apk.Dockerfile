FROM alpine:3.20
RUN apk add --no-cache python3 py3-pip git
RUN pip install --break-system-packages flask jaxlib==0.4.34
#                                             ^^^^^^^^^^^^^^ cuda-wheels-on-musl: jaxlib has no wheel for Alpine: its wheels need glibc, Alpine has musl
