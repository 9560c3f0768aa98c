FROM python:3.11
ENV SITE="$(python3 -m site --user-site)/bin"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ env-command-substitution: ENV SITE keeps $(python3 -m site --user-site) as text: the build runs no command there
