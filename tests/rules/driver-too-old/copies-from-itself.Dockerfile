# flags: --driver 470.82.01 --gpu A100
FROM nvidia/cuda:12.2.2-base-ubuntu22.04 AS a
RUN apt-get update && apt-get install -y python3-pip
COPY --from=a /usr/local/cuda /x
#    ^^^^^^^^ parse-error: a stage cannot copy from itself
RUN pip3 install torch==2.4.1
