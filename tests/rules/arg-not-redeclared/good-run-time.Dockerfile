ARG PORT=8000
FROM python:3.11-slim
CMD uvicorn app:app --port $PORT
ENTRYPOINT exec app $PORT
HEALTHCHECK CMD curl localhost:$PORT
