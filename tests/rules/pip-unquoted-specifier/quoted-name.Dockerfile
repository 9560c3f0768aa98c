FROM python:3.11-slim
RUN pip install "numpy"<2 'ray[default]'>=2.0
#               ^^^^^^^^^ pip-unquoted-specifier: the shell reads numpy<2 as a redirection from a file named 2
#                         ^^^^^^^^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads ray[default]>=2.0 as a redirection into a file named =2.0
