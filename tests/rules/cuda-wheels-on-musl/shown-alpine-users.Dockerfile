# BusyBox has other options than the tools of Debian: the name alone does not do.
FROM python:3.11-alpine
RUN addgroup -S app && adduser -S -D -G app app
RUN pip install torch
#               ^^^^^ cuda-wheels-on-musl: torch has no wheel for Alpine
USER app
CMD ["python", "app.py"]
