FROM python:3.11-slim
RUN python3 -m pip install "a>=1" transformers>=4.30,<5 && echo done
#                                 ^^^^^^^^^^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads transformers>=4.30,<5 as a redirection from a file named 5
