FROM alpine:3.20
RUN apk add --no-cache python3 py3-pip git
RUN pip install --break-system-packages flask onnxruntime-gpu==1.19.2
#                                             ^^^^^^^^^^^^^^^^^^^^^^^ cuda-wheels-on-musl: onnxruntime-gpu has no wheel for Alpine: its wheels need glibc, Alpine has musl
