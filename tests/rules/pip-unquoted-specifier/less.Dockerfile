FROM python:3.11-slim
RUN pip3 install --no-cache-dir numpy<2
#                               ^^^^^^^ pip-unquoted-specifier: the shell reads numpy<2 as a redirection from a file named 2
