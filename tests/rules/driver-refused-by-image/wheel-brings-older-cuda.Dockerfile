# flags: --driver 470.82.01 --gpu "RTX 3090"
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.6.3-base-ubuntu22.04 may refuse GeForce RTX 3090 with driver 470.82.01, which this project declares (unsatisfied condition: cuda>=12.6)
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
