FROM python:3.12 AS deps
RUN pip install --user uvicorn
COPY . /app

FROM python:3.12-slim AS user
COPY --from=deps /root/.local /root/.local
COPY --from=deps /app /app
ENV PATH=/root/.local/bin:$PATH
CMD ["uvicorn", "main:app"]
