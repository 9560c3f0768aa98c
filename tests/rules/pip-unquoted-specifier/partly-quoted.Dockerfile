FROM python:3.11-slim
RUN pip install torch>="2.0"
#               ^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads torch>=2.0 as a redirection into a file named =2.0
