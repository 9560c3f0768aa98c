FROM python:3.11-slim
RUN pip install foo>=1.2>/dev/null
#               ^^^^^^^^ pip-unquoted-specifier: the shell reads foo>=1.2 as a redirection into a file named =1.2
