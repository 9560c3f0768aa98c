FROM python:3.12-slim AS base
RUN pip install uvicorn

FROM base AS build
COPY . /app

FROM base
COPY --from=build /app /app
CMD ["uvicorn", "main:app"]
