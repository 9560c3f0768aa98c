FROM python:3.11
ENV N=$((1+2))
#     ^^^^^^^^ env-command-substitution: ENV N keeps $((1+2)) as text: the build runs no command there
