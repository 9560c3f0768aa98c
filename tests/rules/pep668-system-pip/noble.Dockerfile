FROM nvidia/cuda:12.6.3-base-ubuntu24.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install numpy
#   ^^^^^^^^^^^^^^^^^^ pep668-system-pip: pip3 cannot install into the Python of Ubuntu 24.04
RUN pip3 install --user requests
