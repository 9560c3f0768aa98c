FROM python:3.11-slim
RUN pip install numpy >= 1.2 scipy
#               ^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads numpy>=1.2 as a redirection into a file named =
