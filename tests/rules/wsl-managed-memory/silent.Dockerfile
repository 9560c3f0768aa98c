# flags: --host wsl2
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
ENV TF_FORCE_UNIFIED_MEMORY=1
RUN make

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS off
# Switched off, taken back, not known, kept on the device, another allocator.
ENV TF_FORCE_UNIFIED_MEMORY=0 GGML_CUDA_ENABLE_UNIFIED_MEMORY= CUDA_MANAGED_FORCE_DEVICE_ALLOC=1
ENV XLA_PYTHON_CLIENT_ALLOCATOR=platform CUDF_PANDAS_RMM_MODE=pool

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS back
ENV TF_FORCE_UNIFIED_MEMORY=1
ENV TF_FORCE_UNIFIED_MEMORY=false

FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ARG MANAGED
ENV TF_FORCE_UNIFIED_MEMORY=$MANAGED
COPY --from=build /out /out
