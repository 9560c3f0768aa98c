FROM registry.example.com/nodes/worker:1
RUN apt-get update && apt-get install -y nvidia-container-toolkit
