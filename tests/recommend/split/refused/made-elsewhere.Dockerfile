# refused: which step makes /opt/tools/bin/app, which is started, is not known
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
WORKDIR /srv
COPY . .
RUN make -f Makefile.gpu BIN=/opt/tools/bin
CMD ["/opt/tools/bin/app"]
