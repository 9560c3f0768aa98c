FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS supported
FROM nvidia/cuda:12.4.0-devel-ubuntu22.04@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS digest
FROM mycompany/cuda:12.4.0-devel-ubuntu20.04 AS own
FROM ubuntu:20.04 AS no_cuda
FROM nvidia/cuda:11.8.0-runtime-ubuntu20.04 AS devcontainer
FROM nvidia/cuda:11.8.0-runtime-ubuntu20.04 AS test
