# A preference makes apt take another version.
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS preferred
RUN printf 'Package: libcudnn8\nPin: version *+cuda11.8\nPin-Priority: 1001\n' > /etc/apt/preferences.d/cudnn
RUN apt-get update && apt-get install -y libcudnn8

# The version comes from whoever builds.
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS given
ARG CUDNN
RUN apt-get update && apt-get install -y libcudnn8${CUDNN}

# Of an image that nobody described the CUDA is not known.
FROM mycompany/cuda:11.8.0-runtime-ubuntu22.04 AS unknown
RUN apt-get update && apt-get install -y libcudnn8

# Another repository may be in front.
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
RUN add-apt-repository ppa:some/one && apt-get update && apt-get install -y libcudnn8
