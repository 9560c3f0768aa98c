# Into a directory of the application, which is copied.
FROM python:3.12 AS deps
RUN pip install --target /app/vendored uvicorn
RUN pip install uvicorn
COPY . /app

FROM python:3.12-slim
COPY --from=deps /app /app
WORKDIR /app
CMD ["python", "-m", "uvicorn", "main:app"]

FROM python:3.12 AS variable
ENV PIP_TARGET=/app
RUN pip install uvicorn

FROM python:3.12-slim AS by-variable
COPY --from=variable /app /app
WORKDIR /app
CMD ["python", "-m", "uvicorn", "main:app"]
