# What one stage installs runs with the C library of the other.
FROM python:3.11-alpine AS build
RUN python -m venv /venv && /venv/bin/pip install torch
#                                                 ^^^^^ cuda-wheels-on-musl: torch has no wheel for Alpine
FROM python:3.11-alpine
COPY --from=build /venv /venv
CMD ["/venv/bin/python", "app.py"]
