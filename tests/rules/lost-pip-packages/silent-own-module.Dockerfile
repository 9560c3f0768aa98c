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
