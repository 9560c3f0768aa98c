# Linux has all of it.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV TF_FORCE_UNIFIED_MEMORY=1
