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
FROM ubuntu:24.04 AS function
RUN apt-get update && apt-get install -y python3-pip && pip() { command pip --no-cache-dir --break-system-packages "$@"; } && pip install numpy
FROM ubuntu:24.04 AS function_of_python
RUN <<SH
apt-get update && apt-get install -y python3-pip
python3() { PIP_BREAK_SYSTEM_PACKAGES=1 command python3 "$@"; }
python3 -m pip install numpy
SH
FROM ubuntu:24.04 AS alias
RUN <<SH
apt-get update && apt-get install -y python3-pip
alias pip='pip --break-system-packages'
pip install numpy
SH
FROM ubuntu:24.04 AS wrapper
RUN apt-get update && apt-get install -y python3-pip
RUN printf '#!/bin/sh\nexec /usr/bin/pip "$@" --break-system-packages\n' > /usr/local/bin/pip && chmod +x /usr/local/bin/pip
RUN pip install numpy
FROM ubuntu:24.04 AS exported
RUN apt-get update && apt-get install -y python3-pip && export PIP_BREAK_SYSTEM_PACKAGES=1 && pip install numpy
FROM ubuntu:24.04 AS argument
ARG PIP_BREAK_SYSTEM_PACKAGES=1
RUN apt-get update && apt-get install -y python3-pip && pip install numpy
FROM ubuntu:24.04 AS env
RUN apt-get update && apt-get install -y python3-pip && env PIP_BREAK_SYSTEM_PACKAGES=1 pip install numpy
FROM ubuntu:24.04 AS install_section
RUN apt-get update && apt-get install -y python3-pip && python3 -m pip config --global set install.break-system-packages true && pip install numpy
FROM ubuntu:24.04 AS home
COPY <<FILE /root/.config/pip/pip.conf
[global]
break-system-packages = true
FILE
RUN apt-get update && apt-get install -y python3-pip && pip install numpy
FROM ubuntu:24.04 AS here
RUN apt-get update && apt-get install -y python3-pip && cd /usr/lib/python3.12 && rm E*
RUN pip install numpy
FROM ubuntu:24.04 AS ending
RUN apt-get update && apt-get install -y python3-pip && find /usr/lib -name '*-MANAGED' -delete && pip install numpy
FROM ubuntu:24.04 AS substituted
RUN apt-get update && apt-get install -y python3-pip && rm -f $(find / -name EXTERNALLY-MANAGED) && pip install numpy
FROM ubuntu:24.04 AS program
RUN apt-get update && apt-get install -y python3-pip && python3 - <<PY
import pathlib, sysconfig
pathlib.Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED").unlink()
PY
RUN pip install numpy
FROM ubuntu:24.04 AS diverted
RUN apt-get update && apt-get install -y python3-pip && dpkg-divert --rename --add /usr/lib/python3.12/EXTERNALLY-MANAGED && pip install numpy
