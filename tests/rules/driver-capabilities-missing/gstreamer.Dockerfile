FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gstreamer1.0-tools gstreamer1.0-plugins-bad
CMD gst-launch-1.0 filesrc location=in.mp4 ! qtdemux ! h264parse ! nvh264dec ! fakesink
#                                                                  ^^^^^^^^^ driver-capabilities-missing: nvh264dec may get no libraries for video
