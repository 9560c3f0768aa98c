# flags: --host wsl2
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS one
ENV TF_FORCE_UNIFIED_MEMORY=1
#                           ^ wsl-managed-memory: TF_FORCE_UNIFIED_MEMORY=1 asks for managed memory, and WSL2, which this project declares, supports a part of it only
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV GGML_CUDA_ENABLE_UNIFIED_MEMORY=1 CUDF_PANDAS_RMM_MODE=managed_pool
#                                   ^ wsl-managed-memory: GGML_CUDA_ENABLE_UNIFIED_MEMORY=1 asks for managed memory
#                                                          ^^^^^^^^^^^^ wsl-managed-memory: CUDF_PANDAS_RMM_MODE=managed_pool asks for managed memory
