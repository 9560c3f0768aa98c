FROM debian:12 AS base
RUN apt-get update && apt-get install -y python3 python3-pip
FROM base
RUN python3 -m pip install numpy
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pep668-system-pip: python3 cannot install into the Python of Debian 12
