FROM python:3.11
RUN export N=$(nproc)
#   ^^^^^^^^^^^^^^^^^ run-export-no-effect: export N ends with this RUN, and nothing behind it uses it
RUN make -j$N || true
