# Switched off, decoded by the CPU, made by a library of CUDA, only built, Mesa's Vulkan.
FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04 AS off
COPY opencv /opencv
RUN cmake -S /opencv -B /build -DWITH_CUDA=ON -DWITH_NVCUVID=OFF -D WITH_NVCUVENC=0 && make -C /build install
CMD ["/build/bin/app"]

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS cpu
CMD gst-launch-1.0 filesrc location=in.mp4 ! qtdemux ! avdec_h264 ! nvjpegenc ! filesink location=nvh264enc.jpg

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS built
RUN gst-launch-1.0 --version && gst-inspect-1.0 nvh264enc || true
CMD ["serve"]

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS mesa
ENV VK_ICD_FILENAMES=/usr/share/vulkan/icd.d/lvp_icd.x86_64.json
CMD ["vulkaninfo"]
