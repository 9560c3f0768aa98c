FROM python:3.11
ENV JAVA_HOME $(dirname $(which java))
#             ^^^^^^^^^^^^^^^^^^^^^^^^ env-command-substitution: ENV JAVA_HOME keeps $(dirname $(which java)) as text: the build runs no command there
