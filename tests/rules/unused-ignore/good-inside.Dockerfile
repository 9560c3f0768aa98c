FROM python:3.12
RUN pip install a \
    # cudafit: ignore=pip-unquoted-specifier on purpose
    b>=1.0 \
    c
