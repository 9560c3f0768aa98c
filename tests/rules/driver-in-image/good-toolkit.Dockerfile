FROM ubuntu:22.04
RUN apt-get update && apt-get install -y cuda-toolkit-12-4 cuda-libraries-12-4 libnvidia-ml-dev cuda-driver-dev-12-4
