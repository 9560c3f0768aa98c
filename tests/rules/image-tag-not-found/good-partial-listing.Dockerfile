FROM nvidia/cuda:12.8.2-cudnn-devel-ubuntu22.04
FROM nvidia/cuda:12.9.2-devel-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:12.9.2-devel-ubuntu20.04 builds on Ubuntu 20.04, which is out of support since 2025-05-29
FROM nvidia/cuda:13.0.3-cudnn-runtime-ubuntu24.04
FROM nvidia/cuda:13.1.1-base-ubuntu22.04
FROM nvidia/cuda:12.1.2-base-ubuntu22.04
FROM nvidia/cuda:12.2.1-base-ubuntu22.04
FROM nvidia/cuda:13.4.0-base-ubuntu24.04
FROM nvidia/cuda:12.4.1-devel-opensuse15
