FROM python:3.11
RUN export FORCE_CUDA=1 && pip install .
RUN export A=1; make
RUN cd /app && make
RUN cd /app; ls
RUN git clone x && cd x && make && cd ..
RUN make && cd -
