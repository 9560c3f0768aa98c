FROM tensorflow/tensorflow:2.3.1-gpu AS build
ENV LD_LIBRARY_PATH=/opt/tools/lib
RUN make
FROM ubuntu:22.04
COPY --from=build /out /out
