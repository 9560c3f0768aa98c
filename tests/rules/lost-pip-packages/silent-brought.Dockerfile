# An image that may have it, apt that has it, a mount that lends it.
FROM python:3.12 AS deps
RUN pip install uvicorn
COPY . /app

FROM tiangolo/uvicorn-gunicorn:python3.11 AS image
COPY --from=deps /app /app
CMD ["uvicorn", "main:app"]

FROM debian:bookworm-slim AS apt
RUN apt-get update && apt-get install -y python3-uvicorn
COPY --from=deps /app /app
CMD ["uvicorn", "main:app"]

FROM python:3.12-slim AS script
COPY --from=deps /app /app
RUN ./app/install.sh
CMD ["uvicorn", "main:app"]
