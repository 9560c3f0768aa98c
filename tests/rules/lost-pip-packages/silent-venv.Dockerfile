# The environment is copied, by its path or by one above it.
FROM python:3.12 AS deps
RUN python -m venv /opt/venv && /opt/venv/bin/pip install uvicorn
COPY . /app

FROM python:3.12-slim AS one
COPY --from=deps /opt/venv /opt/venv
COPY --from=deps /app /app
ENV PATH=/opt/venv/bin:$PATH
CMD ["uvicorn", "main:app"]

FROM python:3.12-slim AS two
COPY --from=deps /opt /opt
COPY --from=deps /app /app
ENV PATH=/opt/venv/bin:$PATH
CMD ["uvicorn", "main:app"]
