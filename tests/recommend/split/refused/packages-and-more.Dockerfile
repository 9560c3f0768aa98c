# refused: a RUN installs only what the build needs, and does more
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y g++ && (useradd -m app || true)
COPY m.cu /src/
RUN nvcc -o /usr/local/bin/m /src/m.cu
USER app
CMD ["m"]
