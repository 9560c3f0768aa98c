FROM python:3.11-slim
RUN pip --cache-dir /x install foo>=1.2
#                              ^^^^^^^^ pip-unquoted-specifier: the shell reads foo>=1.2 as a redirection into a file named =1.2
RUN ./python.sh -m pip install packaging>=20.0
#                              ^^^^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads packaging>=20.0 as a redirection into a file named =20.0
RUN pip download bar>=2
#                ^^^^^^ pip-unquoted-specifier: the shell reads bar>=2 as a redirection into a file named =2
