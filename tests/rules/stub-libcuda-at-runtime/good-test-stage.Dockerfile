FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS test
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64/stubs:$LD_LIBRARY_PATH
CMD ["pytest"]
