FROM python:3.11-slim
RUN pip install a>=1 b>=2 c<3
#               ^^^^ pip-unquoted-specifier: the shell reads a>=1 as a redirection into a file named =1
#                    ^^^^ pip-unquoted-specifier: the shell reads b>=2 as a redirection into a file named =2
#                         ^^^ pip-unquoted-specifier: the shell reads c<3 as a redirection from a file named 3
