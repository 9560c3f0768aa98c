FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/a/lib:$LD_LIBRARY_PATH LD_LIBRARY_PATH=/opt/b/lib:$LD_LIBRARY_PATH
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ld-library-path-duplicate: this ENV sets LD_LIBRARY_PATH again, and /opt/a/lib is lost: only the last value counts
