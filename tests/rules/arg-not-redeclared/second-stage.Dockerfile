ARG V=1
FROM ubuntu:22.04 AS a
ARG V
RUN echo $V
FROM ubuntu:22.04 AS b
RUN echo "$V" > version
#         ^^ arg-not-redeclared: V is empty here: the ARG before the first FROM does not reach into the stage
