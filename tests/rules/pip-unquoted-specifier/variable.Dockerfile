FROM python:3.11-slim
ARG V=1
RUN pip install torch>=$V
#               ^^^^^^^^^ pip-unquoted-specifier: the shell reads torch>=$V as a redirection into a file named =$V
