FROM python:3.11-slim
RUN uv pip install --system torch>=2.0
#                           ^^^^^^^^^^ pip-unquoted-specifier: the shell reads torch>=2.0 as a redirection into a file named =2.0
RUN conda install -y -c conda-forge numpy>=1.20
#                                   ^^^^^^^^^^^ pip-unquoted-specifier: the shell reads numpy>=1.20 as a redirection into a file named =1.20
RUN uv add httpx>=0.27
#          ^^^^^^^^^^^ pip-unquoted-specifier: the shell reads httpx>=0.27 as a redirection into a file named =0.27
RUN poetry add rich>=13
#              ^^^^^^^^ pip-unquoted-specifier: the shell reads rich>=13 as a redirection into a file named =13
RUN sudo -H pip3.9 install tqdm[notebook]>=4
#                          ^^^^^^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads tqdm[notebook]>=4 as a redirection into a file named =4
