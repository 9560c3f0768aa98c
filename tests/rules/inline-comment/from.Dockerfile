FROM nvidia/cuda:12.4.1-base-ubuntu22.04 # the driver is 550
#                                        ^^^^^^^^^^^^^^^^^^^ inline-comment: FROM takes "# the driver is 550" as arguments, and the build stops
RUN echo hello
