FROM python:3.11
RUN export A=1 B="x y" && \
#   ^^^^^^^^^^^^^^^^^^ run-export-no-effect: export A ends with this RUN, and nothing behind it uses it
    export C=3
RUN pip install .
