# A module of the application with the package's name, and a script that may do anything.
FROM python:3.12 AS deps
RUN pip install uvicorn
COPY . /app

FROM python:3.12-slim AS module
COPY --from=deps /app/uvicorn /srv/uvicorn
WORKDIR /srv
CMD ["python", "-m", "uvicorn"]

FROM python:3.12-slim AS script
COPY --from=deps /app /app
ENTRYPOINT ["/app/start.sh"]
CMD ["uvicorn", "main:app"]

# Its wheel is made of sources that are copied, too.
FROM python:3.12 AS made
WORKDIR /app
COPY . .
RUN pip install dist/service-1.0-py3-none-any.whl

FROM python:3.12-slim AS beside-its-sources
COPY --from=made /app /app
WORKDIR /app
CMD ["python", "-m", "service"]
