# Wheels are made there and installed here.
FROM python:3.12 AS deps
RUN pip install uvicorn && pip wheel --wheel-dir /wheels uvicorn

FROM python:3.12-slim
COPY --from=deps /wheels /wheels
RUN pip install --no-index --find-links /wheels /wheels/*.whl
COPY . /app
CMD ["uvicorn", "main:app"]
