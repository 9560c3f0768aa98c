FROM ubuntu:24.04 AS option
RUN apt-get update && apt-get install -y python3-pip && pip install --break-system-packages numpy
FROM ubuntu:24.04 AS variable
ENV PIP_BREAK_SYSTEM_PACKAGES=1
RUN apt-get update && apt-get install -y python3-pip && pip install numpy
FROM ubuntu:24.04 AS prefix
RUN apt-get update && apt-get install -y python3-pip && PIP_BREAK_SYSTEM_PACKAGES=true pip install numpy
FROM ubuntu:24.04 AS configured
RUN apt-get update && apt-get install -y python3-pip && pip config set global.break-system-packages true && pip install numpy
FROM ubuntu:24.04 AS written
RUN apt-get update && apt-get install -y python3-pip && printf '[global]\nbreak-system-packages = true\n' > /etc/pip.conf && pip install numpy
FROM ubuntu:24.04 AS marker
RUN apt-get update && apt-get install -y python3-pip && rm /usr/lib/python3*/EXTERNALLY-MANAGED && pip install numpy
FROM marker AS below
RUN pip install requests
FROM ubuntu:24.04 AS found
RUN apt-get update && apt-get install -y python3-pip && find / -name EXTERNALLY-MANAGED -delete && pip install numpy
FROM ubuntu:24.04 AS tolerated
RUN apt-get update && apt-get install -y python3-pip && (pip install numpy || pip install --break-system-packages numpy)
FROM ubuntu:24.04 AS pattern
RUN apt-get update && apt-get install -y python3-pip && rm -rf /usr/lib/python3.*/EXTERN* && pip install numpy
FROM ubuntu:24.04 AS any_case
RUN apt-get update && apt-get install -y python3-pip && find /usr/lib/python3* -iname externally-managed -print0 | xargs -0 rm -f && pip install numpy
