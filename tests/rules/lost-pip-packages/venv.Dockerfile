FROM python:3.12 AS deps
RUN python -m venv /opt/venv && /opt/venv/bin/pip install streamlit
COPY . /app

FROM python:3.12-slim AS product
COPY --from=deps /app /app
WORKDIR /app
ENTRYPOINT ["streamlit", "run", "app.py"]
#            ^^^^^^^^^ lost-pip-packages: streamlit is installed in stage deps only
