FROM python:3.11
RUN export PATH=/opt/bin:$PATH
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ run-export-no-effect: export PATH ends with this RUN, and nothing behind it uses it
