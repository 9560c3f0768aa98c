FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV VK_ICD_FILENAMES=/etc/vulkan/icd.d/nvidia_icd.json
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-capabilities-missing: VK_ICD_FILENAMES=/etc/vulkan/icd.d/nvidia_icd.json may get no libraries for graphics
CMD ["render"]
