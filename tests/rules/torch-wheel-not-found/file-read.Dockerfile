# Programs that only read the file, or change others.
FROM python:3.10-slim
WORKDIR /app
COPY <<FILE requirements.txt
--extra-index-url https://download.pytorch.org/whl/cu121
 torch==2.6.0+cu121
#^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==2.6.0+cu121 cannot be found: that build was never published
FILE
COPY <<PY setup.py
from setuptools import setup
open("version.py", "w").write("version = 1")
setup(name="app", install_requires=open("requirements.txt").read().splitlines()[1:])
PY
RUN python setup.py --version
RUN python - <<PY
print(open("requirements.txt").read())
open("other.txt", "w").write("x")
PY
RUN find . -name '*.py' | xargs sed -i 's/a/b/' && for f in setup.py; do sed -i 's/b/a/' "$f"; done
RUN pip install -r requirements.txt
