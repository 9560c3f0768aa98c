FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH="/opt/a/lib:/opt/c/lib" \
#                   ^^^^^^^^^^^^^^^^^^^^^^^ ld-library-path-duplicate: /opt/a/lib:/opt/c/lib is lost
    OTHER=1 \
    LD_LIBRARY_PATH="/opt/b/lib"
