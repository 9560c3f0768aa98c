// Which commands may change a file of the image, so that it is not the context's any more.

#include <doctest/doctest.h>

#include "build.h"
#include "document/context.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

/// Whether /app/r.txt, or ./r.txt in the base image's own directory, is still the context's behind
/// `run`.
bool kept(const std::string& run, bool in_base_directory = false) {
  MemoryFiles files;
  files.add("/r.txt", "");
  files.add("/Dockerfile", "");
  files.add("/bad.sh", "sed -i s/a/b/ /app/r.txt\n");
  files.add("/good.sh", "echo other.txt my-r.txt r.txt2\n");
  files.add("/s.txt", "");
  Sources sources;
  const std::string start = in_base_directory ? "FROM base\n" : "FROM base\nWORKDIR /app\n";
  const Built built = build(start + "COPY bad.sh good.sh r.txt ./\n" + run + "\nRUN x\n");
  const Context context(files, sources, built.document, "Dockerfile", "", "/");
  const Stage& stage = built->stages.back();
  const std::size_t last = stage.steps.size() - 1;
  const FileAnswer answer =
      context.at(built.document, 0, last, stage.steps[last].directory.value, "r.txt", 0);
  return answer.present == Known::yes && answer.path == "r.txt";
}

}  // namespace

TEST_CASE("commands that leave it alone") {
  for (const std::string& run : std::initializer_list<std::string>{
           "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
           "RUN pip install -r r.txt",
           "RUN python3 -m pip install -r r.txt",
           "RUN uv pip sync r.txt",
           "RUN cat r.txt | grep -v torch > /tmp/q.txt",
           "RUN sed 's/a/b/' r.txt",
           "RUN chmod 644 r.txt",
           "RUN touch /app/r.txt",
           "RUN mkdir -p /app",
           "RUN echo a > s.txt",
           "RUN echo a >> /etc/r.txt",
           "RUN echo a > $HOME/.bashrc",
           "RUN echo a > /dev/null 2>&1",
           "RUN cp r.txt /tmp/",
           "RUN cp s.txt /app/",
           "RUN cp -r src /app/",
           "RUN mv /tmp/a /tmp/b",
           "RUN rm -rf s.txt /tmp/*",
           "RUN rm -rf ~/.cache $HOME/.cache/*",
           "RUN rm /tmp/r.txt",
           "RUN ln -s /usr/bin/python3 /usr/bin/python",
           "RUN git clone https://h/a/b.git",
           "RUN git clone https://h/a/b.git /opt/b",
           "RUN git clone --depth 1 -b v1 https://h/b /opt/b && cd /opt/b && git checkout v2 && "
           "pip "
           "install .",
           "RUN git config --global x y",
           "RUN cd /opt && tar -xzf a.tgz",
           "RUN tar -C /opt -xzf a.tgz",
           "RUN curl -L https://h/a.tgz | tar -xz -C /opt",
           "RUN tar -czf a.tgz .",
           "RUN unzip a.zip -d /opt",
           "RUN curl -o /tmp/a https://h/a",
           "RUN wget https://h/s.txt",
           "RUN python setup.py install",
           "RUN make -j",
           "RUN find /usr -name '*.pyc' -delete",
           "RUN find . -name '*.pyc' -delete",
           "RUN bash good.sh",
           "RUN ./good.sh",
           "RUN bash none.sh",
           "RUN conda env create -f environment.yml",
           "RUN if x; then echo; fi",
           "CMD rm r.txt",
           "RUN sort r.txt",
           "RUN poetry install",
           "RUN [\"pip\", \"install\", \"-r\", \"r.txt\"]"}) {
    CAPTURE(run);
    CHECK(kept(run));
  }
}

TEST_CASE("commands that may change it") {
  for (const std::string& run :
       std::initializer_list<std::string>{"RUN sed -i 's/a/b/' r.txt",
                                          "RUN sed -i.bak -e 's/a/b/' /app/r.txt",
                                          "RUN perl -pi -e s/a/b/ r.txt",
                                          "RUN sed -ri s/a/b/ *.txt",
                                          "RUN echo a > r.txt",
                                          "RUN echo a >> /app/r.txt",
                                          "RUN cd /app && echo a >> r.txt",
                                          "RUN cd $SECRET && echo a >> r.txt",
                                          "RUN echo a > $SECRET/r.txt",
                                          "RUN echo a > $SECRET",
                                          "RUN pip freeze > r.txt",
                                          "RUN mv s.txt r.txt",
                                          "RUN mv r.txt s.txt",
                                          "RUN mv /app /b",
                                          "RUN rm r.txt",
                                          "RUN rm -rf /app",
                                          "RUN rm -rf *",
                                          "RUN rm /app/*.txt",
                                          "RUN rm -rf $SECRET/*.txt",
                                          "RUN cp s.txt r.txt",
                                          "RUN cp -r /tmp/q/. /app",
                                          "RUN cp /tmp/r.txt .",
                                          "RUN cp -t /app /tmp/r.txt",
                                          "RUN cp -r /tmp/* /app/",
                                          "RUN rsync -a /tmp/q/ /app",
                                          "RUN install -m 644 /tmp/r.txt /app/r.txt",
                                          "RUN ln -sf /tmp/q r.txt",
                                          "RUN tee r.txt",
                                          "RUN git clone https://h/app.git /app",
                                          "RUN cd / && git clone https://h/a/app",
                                          "RUN git checkout v1",
                                          "RUN git -C /app pull",
                                          "RUN cd $SECRET && git reset --hard",
                                          "RUN tar -xzf a.tgz",
                                          "RUN curl https://h/a.tgz | tar -xz -C /",
                                          "RUN tar -xzf a.tgz -C $SECRET",
                                          "RUN unzip a.zip",
                                          "RUN wget https://h/r.txt",
                                          "RUN curl -o r.txt https://h/q",
                                          "RUN curl --output=r.txt https://h/q",
                                          "RUN python -c \"open('r.txt', 'w')\"",
                                          "RUN python fix.py r.txt",
                                          "RUN pip-compile a.in",
                                          "RUN uv pip compile a.in -o r.txt",
                                          "RUN find . -name '*.txt' -exec sed -i s/a/b/ {} +",
                                          "RUN find /app -delete",
                                          "RUN ls | xargs sed -i s/a/b/",
                                          "RUN patch -p1 < a.patch",
                                          "RUN bash bad.sh",
                                          "RUN ./bad.sh",
                                          "RUN . ./bad.sh",
                                          "RUN if x; then rm r.txt; fi",
                                          "RUN bash -c 'rm r.txt'",
                                          "RUN ['rm r.txt",
                                          "RUN <<E\nrm r.txt\nE",
                                          "SHELL [\"python3\", \"-c\"]\nRUN open('r.txt', 'w')"}) {
    CAPTURE(run);
    CHECK_FALSE(kept(run));
  }
}

TEST_CASE("in a directory that is not known") {
  for (const std::string& run : std::initializer_list<std::string>{
           "RUN rm -rf /var/lib/apt/lists/* /tmp/*", "RUN echo a > /etc/apt/x",
           "RUN rm -rf /opt/s.txt", "RUN git clone https://h/b /tmp/b", "RUN cp a /usr/local/bin/",
           "RUN pip install -r r.txt", "RUN cd sub && rm r.txt", "RUN cd sub && git pull"}) {
    CAPTURE(run);
    CHECK(kept(run, true));
  }
  for (const std::string& run : std::initializer_list<std::string>{
           "RUN rm r.txt", "RUN rm /app/r.txt", "RUN rm /app/*", "RUN cd $SECRET && rm r.txt",
           "RUN sed -i s/a/b/ ./r.txt", "RUN cd /app && git pull"}) {
    CAPTURE(run);
    CHECK_FALSE(kept(run, true));
  }
}

TEST_CASE("only commands before the one that asks count") {
  MemoryFiles files;
  files.add("/r.txt", "");
  Sources sources;
  const Built built = build("FROM base\nCOPY r.txt /\nRUN a && rm /r.txt && b\n");
  const Context context(files, sources, built.document, "Dockerfile", "/", "/");
  const auto at = [&](std::size_t step, std::size_t command) {
    return context.at(built.document, 0, step, "/", "r.txt", command).present;
  };
  CHECK(at(1, 0) == Known::yes);
  CHECK(at(1, 1) == Known::yes);
  CHECK(at(1, 2) == Known::unknown);
  CHECK(context.at(built.document, 0, 1, "/", "r.txt").present == Known::unknown);
  CHECK(at(2, 0) == Known::unknown);
}

TEST_CASE("the shell around the command that asks changes nothing") {
  MemoryFiles files;
  files.add("/r.txt", "");
  Sources sources;
  const Built built = build("FROM base\nCOPY r.txt /\nRUN bash -c 'pip install -r /r.txt'\n");
  const Context context(files, sources, built.document, "Dockerfile", "/", "/");
  CHECK(context.at(built.document, 0, 1, "/", "/r.txt", 1).present == Known::yes);
}

TEST_CASE("questions without end are given up") {
  MemoryFiles files;
  files.add("/r.txt", "");
  std::string text = "FROM base AS s0\nCOPY r.txt /a/\n";
  for (int i = 1; i < 200; ++i) {
    const std::string from = "s" + std::to_string(i - 1);
    text += "FROM base AS s" + std::to_string(i) + "\nCOPY --from=" + from +
            " /a /a\nCOPY --from=" + from + " /a /a\n";
  }
  const Built built = build(text);
  Sources sources;
  const Context context(files, sources, built.document, "Dockerfile", "/", "/");
  CHECK(context.at(built.document, 3, 2, "/", "/a/r.txt").present == Known::yes);
  CHECK(context.at(built.document, 199, 2, "/", "/a/r.txt").present == Known::unknown);
}
