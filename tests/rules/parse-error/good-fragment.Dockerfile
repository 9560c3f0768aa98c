RUN apt-get update
COPY a b
