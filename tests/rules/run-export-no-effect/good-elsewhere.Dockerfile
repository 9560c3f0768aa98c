FROM python:3.11
RUN echo "export A=1" >> ~/.bashrc
RUN export -p
RUN (export A=1; make)
CMD export A=1
RUN bash -c "export A=1; make"
RUN if true; then export A=1; fi && make
ONBUILD RUN export A=1
SHELL ["/bin/bash", "-c", "eval \"$0\" && declare -px > /etc/kept"]
RUN export A=1
