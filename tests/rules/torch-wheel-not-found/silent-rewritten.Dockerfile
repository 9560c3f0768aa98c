# Programs, loops and make rewrite the file before it is read.
FROM python:3.10-slim AS base
WORKDIR /app
COPY <<FILE requirements.txt
--extra-index-url https://download.pytorch.org/whl/cu121
torch==2.6.0+cu121
FILE

FROM base AS here
RUN python - <<PY
import pathlib
p = pathlib.Path("requirements.txt")
p.write_text(p.read_text().replace("+cu121", ""))
PY
RUN pip install -r requirements.txt

FROM base AS put-together
RUN python -c "n = 'requirements'; t = open(n + '.txt').read(); open(n + '.txt', 'w').write(t[:9])"
RUN pip install -r requirements.txt

FROM base AS copied
COPY <<PY /usr/local/bin/strip.py
import glob
for name in glob.glob("*.txt"):
    text = open(name).read()
    open(name, "w").write(text.replace("+cu121", ""))
PY
RUN python /usr/local/bin/strip.py && pip install -r requirements.txt

FROM base AS written
RUN printf 'import sys\nn = "requirements.txt"\nopen(n, "w")\n' > strip.py && python strip.py
RUN pip install -r requirements.txt

FROM base AS interpreter
RUN <<PY
#!/usr/bin/env python3
with open("requirements" + ".txt", "w") as out:
    out.write("torch\n")
PY
RUN pip install -r requirements.txt

FROM base AS made
COPY <<MAKE Makefile
FILE = requirements.txt
reqs:
	sed -i s/+cu121// \$(FILE)
MAKE
RUN make reqs && pip install -r requirements.txt

FROM base AS function
RUN plain() { sed -i 's/+cu[0-9]*//' "$1"; } && plain requirements.txt && pip install -r requirements.txt

FROM base AS loop
RUN for f in *.txt; do sed 's/+cu121//' "$f" > /tmp/plain && mv /tmp/plain "$f"; done && pip install -r requirements.txt

FROM base AS reading
RUN ls | while read -r name; do sed -i 's/+cu121//' "./$name"; done && pip install -r requirements.txt

FROM base AS found
RUN find / -name '*.py' -o -name 'req*.txt' | xargs sed -i 's/+cu121//' && pip install -r requirements.txt
