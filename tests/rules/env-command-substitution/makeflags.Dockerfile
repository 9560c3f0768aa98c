FROM python:3.11
ENV MAKEFLAGS="-j$(nproc)"
#                ^^^^^^^^ env-command-substitution: ENV MAKEFLAGS keeps $(nproc) as text: the build runs no command there
