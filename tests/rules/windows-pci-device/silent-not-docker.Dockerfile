FROM docker:27-cli
RUN vfio-bind --device 0000:01:00.0
CMD echo docker run --device=0000:01:00.0
