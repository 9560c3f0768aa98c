FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS a
ENV LD_LIBRARY_PATH=/opt/a/lib
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS b
ENV LD_LIBRARY_PATH=/opt/b/lib
