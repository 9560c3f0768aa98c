FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS mount
RUN --mount=type=bind,from=python:3.11,source=/usr/local,target=/usr/local python3 -V
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS mounted-context
RUN --mount=type=bind,source=tools,target=/usr/local/bin python3 -V
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS function
SHELL ["/bin/bash", "-c"]
RUN function python3 { echo hi; }; python3
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS triggers
ONBUILD RUN apt-get update && apt-get install -y python3
FROM triggers AS triggered
RUN python3 -c 1
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS made
COPY Makefile .
RUN make python
RUN python3 -c 1
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS heredoc
COPY --chmod=755 <<EOF /usr/local/bin/python
#!/bin/sh
EOF
CMD ["python", "x.py"]
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS address
RUN sh https://astral.sh/uv/install.sh && uv --version
