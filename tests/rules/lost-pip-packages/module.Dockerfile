FROM python:3.11-slim AS build
RUN pip install --no-cache-dir gunicorn==22.0.0 flask
WORKDIR /srv
COPY src ./src

FROM python:3.11-slim
WORKDIR /srv
COPY --from=build /srv/src ./src
EXPOSE 8000
CMD python -m gunicorn src.app:app
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lost-pip-packages: python -m gunicorn is started here
