# refused: a RUN calls sed and builds, too: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y nginx
COPY m.cu /src/
RUN nvcc -o /usr/local/bin/m /src/m.cu && sed -i 's/80/8080/' /etc/nginx/nginx.conf
CMD ["m"]
