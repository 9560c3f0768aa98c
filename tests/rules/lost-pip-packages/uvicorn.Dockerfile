FROM python:3.12 AS builder
WORKDIR /app
RUN pip install fastapi uvicorn
COPY . .

FROM python:3.12-slim
WORKDIR /app
COPY --from=builder /app /app
CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
#     ^^^^^^^ lost-pip-packages: uvicorn is started here, and uvicorn is installed in stage builder only
