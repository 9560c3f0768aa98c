// Programs, loops and pipes that may change a file which no word of a command names.

#include <doctest/doctest.h>

#include "build.h"
#include "document/context.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

/// Whether /app/requirements.txt is still the context's behind `run`.
bool kept(const std::string& run) {
  MemoryFiles files;
  files.add("/requirements.txt", "");
  files.add("/other.txt", "");
  files.add("/Dockerfile", "");
  files.add("/strip.py",
            "import re\np = 'requirements.txt'\nlines = open(p).read()\n"
            "open(p, 'w').write(lines)\n");
  files.add("/built.py", "n = 'requirements'\nopen(n + '.txt', 'w').write('')\n");
  files.add("/all.py", "import glob\nfor f in glob.glob('*.txt'):\n    open(f, 'w').close()\n");
  files.add("/given.py", "import sys\nfor f in sys.argv[1:]:\n    open(f, 'w').close()\n");
  files.add("/setup.py",
            "open('version.py', 'w').write('1')\n"
            "requires = open('requirements.txt').read().split()\n# requirements.txt\n");
  files.add("/hint.py", "open('x', 'w')\nprint('pip install -r requirements.txt')\n");
  files.add("/other.py", "open('dev-requirements.txt', 'w')\nopen('requirements.txt.bak', 'w')\n");
  files.add("/tool", "#!/usr/bin/env perl\nopen(F, '>', 'requirements.txt');\n");
  files.add("/Makefile",
            "REQ := requirements.txt\nPY=python\n\nall: build\n\nbuild:\n\techo $(REQ)\n\n"
            "reqs: sub\n\nsub:\n\t@sed -i '/torch/d' \\\n\t  $(REQ)\n\n"
            "install: build\n\tpip install -r $(REQ)\n\n"
            "script:\n\t$(PY) strip.py\n\n%.txt: %.in\n\tcat $< > $@\n\n"
            "again:\n\t$(MAKE) reqs\n\nloop:\n\tfor f in *.txt; do sed -i x $$f; done\n");
  Sources sources;
  const Built built = build("FROM base\nWORKDIR /app\nCOPY . .\n" + run + "\nRUN x\n");
  const Context context(files, sources, built.document, "Dockerfile", "", "/");
  const Stage& stage = built->stages.back();
  const std::size_t last = stage.steps.size() - 1;
  return context.at(built.document, 0, last, "/app", "requirements.txt", 0).present == Known::yes;
}

}  // namespace

TEST_CASE("what leaves the file alone") {
  for (const std::string& run : std::initializer_list<std::string>{
           "RUN python setup.py install",
           "RUN python hint.py",
           "RUN python other.py",
           "RUN python given.py",
           "RUN python given.py other.txt",
           "RUN python missing.py",
           "RUN ./missing",
           "RUN python - <<E\nprint(open('requirements.txt').read())\nE",
           "RUN python - <<E\nopen('other.txt', 'w')\nE",
           "RUN python -c \"open('other.txt', 'w')\"",
           "RUN make",
           "RUN make -j 4 build install",
           "RUN make -C /opt/x reqs",
           "RUN make -f none.mk reqs",
           "RUN find . -name '*.py' | xargs sed -i s/a/b/",
           "RUN find /usr -type f | xargs sed -i s/a/b/",
           "RUN find . -type f -exec chmod 644 {} +",
           "RUN find . ! -name '*.txt' -name '*.pyc' -delete",
           "RUN for f in setup.py strip.py; do sed -i s/a/b/ $f; done",
           "RUN find . -name '*.py' | while read f; do sed -i s/a/b/ \"$f\"; done",
           "RUN sed -i s/a/b/ $(find . -name '*.py')",
           "RUN sed -i s/a/b/ \"$SECRET/setup.py\"",
           "RUN sed -i s/a/b/ \"/etc/$SECRET.conf\"",
           "RUN sed -i \"$SECRET\" setup.py",
           "RUN sed -i -e \"$SECRET\" setup.py",
           "RUN rm -rf \"$TMP\"",
           "RUN rm -rf \"$SECRET\"",
           "RUN for f in a b; do rm -rf /tmp/$f; mv $f /tmp; done",
           "RUN fix() { pip install $1; }; fix numpy"}) {
    CAPTURE(run);
    CHECK(kept(run));
  }
}

TEST_CASE("what may change the file") {
  for (const std::string& run : std::initializer_list<std::string>{
           "RUN python strip.py",
           "RUN [\"python3\", \"strip.py\"]",
           "RUN python3 -u /app/strip.py",
           "RUN uv run --no-project strip.py",
           "RUN python built.py",
           "RUN python all.py",
           "RUN python given.py *.txt",
           "RUN python given.py .",
           "RUN for f in *.txt; do python given.py $f; done",
           "RUN ./tool",
           "RUN perl tool",
           "RUN python - <<E\nopen('requirements.txt', 'w')\nE",
           "RUN python <<E\nimport pathlib\np = pathlib.Path('requirements').with_suffix('.txt')\n"
           "p.write_text('')\nE",
           "RUN python -c \"n='requirements'; open(n+'.txt','w')\"",
           "RUN perl -e 'open(F, \">requirements.txt\")'",
           "RUN <<E\n#!/usr/bin/env python3\nopen('requirements' + '.txt', 'w')\nE",
           "COPY <<E /x.py\nopen('requirements.txt', 'w')\nE\nRUN python /x.py",
           "RUN cat > /x.py <<E\nopen('requirements.txt', 'w')\nE\nRUN python /x.py",
           "RUN <<S\ncat > x.py <<E\nopen('requirements' + '.txt', 'w')\nE\npython x.py\nS",
           "RUN make reqs",
           "RUN cd /tmp && make -C /app reqs",
           "RUN make -f Makefile script",
           "RUN make again",
           "RUN make loop",
           "RUN make requirements.txt",
           "RUN find /app -type f | xargs sed -i s/a/b/",
           "RUN cd /tmp && find /app -name 'req*' | xargs -n1 sed -i s/a/b/",
           "RUN find . -name '*.py' -o -name '*.txt' -exec sed -i s/a/b/ {} +",
           "RUN find . -iname 'REQ*.TXT' -delete",
           "RUN ls | while read f; do sed -i s/a/b/ \"$f\"; done",
           "RUN find . -name '*.txt' | while read -r f; do sed -i s/a/b/ \"$f\"; done",
           "RUN for f in *.txt; do sed -i s/a/b/ \"$f\"; done",
           "RUN for f in requirements other; do sed -i s/a/b/ \"$f.txt\"; done",
           "RUN for f in *.txt; do grep -v x $f > /tmp/y; mv /tmp/y $f; done",
           "RUN for f in *.txt; do rm \"$f\"; done",
           "RUN fix() { sed -i s/a/b/ \"$1\"; }; fix x",
           "RUN fix() { grep -v a \"$1\" > /tmp/x; cp /tmp/x \"$1\"; }; fix x",
           "RUN sed -i s/a/b/ $(ls)",
           "RUN sed -i s/a/b/ `git ls-files '*.txt'`",
           "RUN sed -i s/a/b/ $(grep -rl torch.cuda .)",
           "RUN sed -i -e s/a/b/ \"${SECRET}/${SECRET}.txt\"",
           "RUN perl -pi -e s/a/b/ \"$SECRET/$SECRET\"",
           "RUN awk -i inplace '{print}' \"$SECRET\""}) {
    CAPTURE(run);
    CHECK_FALSE(kept(run));
  }
}
