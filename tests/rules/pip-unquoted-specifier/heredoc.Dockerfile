FROM python:3.11-slim
RUN <<EOF
pip install numpy>=1.24
#           ^^^^^^^^^^^ pip-unquoted-specifier: the shell reads numpy>=1.24 as a redirection into a file named =1.24
EOF
