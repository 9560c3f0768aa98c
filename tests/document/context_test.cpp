// Which file of the build context stands at a path of an image.

#include <doctest/doctest.h>

#include "build.h"
#include "document/context.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

/// Names of files, separated by blanks; a file holds its own name, or what stands behind `=`.
MemoryFiles files_of(std::string_view names) {
  MemoryFiles files;
  while (!names.empty()) {
    const std::size_t blank = std::min(names.find(' '), names.size());
    std::string name(names.substr(0, blank));
    names.remove_prefix(std::min(blank + 1, names.size()));
    const std::size_t equals = name.find('=');
    std::string bytes = equals == std::string::npos ? name : name.substr(equals + 1);
    for (char& c : bytes) c = c == '|' ? '\n' : c == '_' ? ' ' : c;
    files.add(name.substr(0, equals), std::move(bytes));
  }
  return files;
}

struct Setup {
  std::string dockerfile = "repo/Dockerfile";
  std::string context = {};
  std::string root = "/repo";
};

/// What the last command `x PATH` of the last stage finds at PATH: `=path`, `no`, `? why`.
std::string found(const std::string& names, const std::string& text, const Setup& setup = {}) {
  const MemoryFiles files = files_of(names);
  Sources sources;
  const Built built = build(text);
  const Context context(files, sources, built.document, setup.dockerfile, setup.context,
                        setup.root);
  const Stage& stage = built->stages.back();
  for (std::size_t step = stage.steps.size(); step > 0; --step) {
    const std::vector<Command>& commands = stage.steps[step - 1].commands;
    for (std::size_t i = commands.size(); i > 0; --i) {
      const Command& command = commands[i - 1];
      if (command.name() != "x") continue;
      const FileAnswer answer =
          context.at(built.document, stage.index, step - 1, command.directory.value,
                     command.words[command.arguments()].value, i - 1);
      if (answer.present == Known::no) return "no";
      if (answer.present == Known::unknown) return "? " + answer.why;
      if (answer.text) return "<" + answer.text->value + ">";
      return "=" + answer.path;
    }
  }
  return "no x";
}

struct Case {
  std::string text;
  std::string expected;
};

/// `expected` may be the beginning of what comes out.
template <std::size_t size>
void check(const std::string& names, const Case (&cases)[size], const Setup& setup = {}) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const std::string out = found(names, each.text, setup);
    const bool same = each.expected == "?" ? out.starts_with("?") : out == each.expected;
    CHECK_MESSAGE(same, out, " instead of ", each.expected);
  }
}

std::string directory_of(const std::string& names, const std::string& text,
                         const Setup& setup = {}) {
  const MemoryFiles files = files_of(names);
  Sources sources;
  const Built built = build(text);
  return Context(files, sources, built.document, setup.dockerfile, setup.context, setup.root)
      .directory();
}

}  // namespace

TEST_CASE("the directory of the context") {
  const std::string names =
      "repo/Dockerfile repo/r.txt repo/d/Dockerfile repo/d/r.txt "
      "repo/d/only repo/e/Dockerfile repo/e/f/Dockerfile other/r.txt";
  const Setup in_d{.dockerfile = "repo/d/Dockerfile"};
  const Setup in_e{.dockerfile = "repo/e/Dockerfile"};
  const Setup in_f{.dockerfile = "repo/e/f/Dockerfile"};
  // The only directory there is.
  CHECK(directory_of(names, "FROM base\nCOPY r.txt /\n") == "/repo");
  CHECK(directory_of(names, "FROM base\nCOPY . /\n") == "/repo");
  CHECK(directory_of(names, "FROM base\nCOPY none /\n") == "");
  // No plain source says nothing.
  CHECK(directory_of(names, "FROM base\nRUN x\n") == "");
  CHECK(directory_of(names, "FROM base\nARG S\nCOPY $S /\nCOPY --from=a r.txt /\n") == "");
  CHECK(directory_of(names, "FROM base\nADD https://a/r.txt /\nCOPY <<E /\nE\n") == "");
  // The nearest, when no other fits.
  CHECK(directory_of(names, "FROM base\nCOPY only /\n", in_d) == "/repo/d");
  CHECK(directory_of(names, "FROM base\nCOPY r.txt /\n", in_d) == "");
  CHECK(directory_of(names, "FROM base\nCOPY r.txt d /\n", in_d) == "/repo");
  CHECK(directory_of(names, "FROM base\nCOPY . /\n", in_d) == "");
  CHECK(directory_of(names, "FROM base\nCOPY . /\nCOPY /d/only /\n", in_d) == "/repo");
  CHECK(directory_of(names, "FROM base\nCOPY r.txt /\n", in_e) == "/repo");
  CHECK(directory_of(names, "FROM base\nCOPY ../r.txt /\n", in_e) == "/repo");  // no way out
  CHECK(directory_of(names, "FROM base\nCOPY f /\n", in_f) == "/repo/e");
  CHECK(directory_of(names, "FROM base\nCOPY o*y /\n", in_d) == "/repo/d");
  CHECK(directory_of(names, "FROM base\nCOPY none* r.txt /\n", in_e) == "");
  CHECK(directory_of(names, "FROM base\nRUN --mount=type=bind,source=only,target=/a x\n", in_d) ==
        "/repo/d");
  CHECK(directory_of(names, "FROM base\nRUN --mount=source=r.txt,from=a,target=/a x\n", in_d) ==
        "");
  CHECK(directory_of(names, "FROM base\nARG S=only\nCOPY ${S} /\n", in_d) == "/repo/d");
  // As given.
  CHECK(directory_of(names, "FROM base\n", {.context = "repo/d"}) == "/repo/d");
  CHECK(directory_of(names, "FROM base\n", {.context = "/repo"}) == "/repo");
  CHECK(directory_of(names, "FROM base\n", {.context = "repo/none"}) == "");
  CHECK(directory_of(names, "FROM base\n", {.context = "repo/r.txt"}) == "");
  // Never outside the root.
  CHECK(directory_of(names, "FROM base\n", {.context = "other"}) == "");
  CHECK(directory_of(names, "FROM base\nCOPY r.txt /\n", {.root = "/repo/d"}) == "");
  CHECK(directory_of(names, "FROM base\nCOPY r.txt /\n", {.root = ""}) == "");
  CHECK_FALSE(Context().known());
}

TEST_CASE("where COPY puts a file") {
  check("repo/Dockerfile repo/r.txt repo/b.txt repo/d/r.txt",
        {
            {"FROM base\nCOPY r.txt /app/\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt /app/q.txt\nRUN x /app/q.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt /app\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt /app\nRUN x /app", "=repo/r.txt"},
            {"FROM base\nWORKDIR /app\nCOPY r.txt /app\nRUN x /app", "?"},
            {"FROM base\nCOPY r.txt /app/\nRUN x /r.txt", "?"},
            {"FROM base\nCOPY r.txt /app/q.txt\nRUN x /app/r.txt", "?"},
            {"FROM base\nCOPY r.txt b.txt /app/\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt d/r.txt /app/\nRUN x /app/r.txt", "=repo/d/r.txt"},
            {"FROM base\nCOPY [\"r.txt\", \"/app/\"]\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nADD r.txt /app/\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nARG D=/app\nCOPY r.txt $D/\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nARG D\nCOPY r.txt $D/\nRUN x /app/r.txt", "?"},
            {"FROM base\nARG D\nCOPY r.txt $D/\nCOPY b.txt /\nRUN x /b.txt", "=repo/b.txt"},
            {"FROM base\nCOPY b.txt /\nARG D\nCOPY r.txt $D/\nRUN x /b.txt", "=repo/b.txt"},
            {"FROM base\nCOPY --chown=a:b --link r.txt /app/\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY d/../r.txt /app/.\nRUN x /app/../app/r.txt", "=repo/r.txt"},
        });
}

TEST_CASE("working directories") {
  check("repo/Dockerfile repo/r.txt repo/d/r.txt",
        {
            {"FROM base\nWORKDIR /app\nCOPY r.txt .\nRUN x r.txt", "=repo/r.txt"},
            {"FROM base\nWORKDIR /app\nCOPY r.txt ./\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nWORKDIR /app\nCOPY r.txt sub/\nRUN cd sub && x r.txt", "=repo/r.txt"},
            {"FROM base\nWORKDIR /app\nCOPY d d\nRUN x d/r.txt", "=repo/d/r.txt"},
            {"FROM base\nWORKDIR /app\nCOPY r.txt .\nWORKDIR /b\nRUN x r.txt", "?"},
            {"FROM base\nWORKDIR /app\nCOPY r.txt .\nRUN cd $D && x r.txt", "?"},
            // The base image's own directory is not known, but it is the same one.
            {"FROM base\nCOPY r.txt .\nRUN x r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt .\nRUN x ./r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt sub/\nRUN cd sub && x ../sub/r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt .\nRUN x ../r.txt", "?"},
            {"FROM base\nCOPY r.txt .\nRUN x /app/r.txt", "?"},
            {"FROM base\nCOPY r.txt /app/\nRUN x r.txt", "?"},
            {"FROM base\nCOPY r.txt .\nCOPY d /app/\nRUN x r.txt", "?"},
            {"FROM base\nCOPY r.txt .\nCOPY d /etc/\nRUN x r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt .\nRUN x ~/r.txt", "?"},
            {"FROM scratch\nCOPY r.txt .\nRUN x /r.txt", "=repo/r.txt"},
        });
}

TEST_CASE("directories are copied by their contents") {
  check("repo/Dockerfile repo/d/r.txt repo/d/e/s.txt repo/r.txt",
        {
            {"FROM base\nCOPY d /app\nRUN x /app/r.txt", "=repo/d/r.txt"},
            {"FROM base\nCOPY d /app/\nRUN x /app/e/s.txt", "=repo/d/e/s.txt"},
            {"FROM base\nCOPY d /app\nRUN x /app/d/r.txt", "?"},
            {"FROM base\nCOPY . /app\nRUN x /app/d/r.txt", "=repo/d/r.txt"},
            {"FROM base\nCOPY . /\nRUN x /d/e/s.txt", "=repo/d/e/s.txt"},
            {"FROM base\nCOPY . /app\nRUN x /app/d", "?"},
            {"FROM base\nCOPY . /app\nRUN x /app/none", "?"},
            {"FROM scratch\nCOPY . /app\nRUN x /app/none", "no"},
            {"FROM scratch\nCOPY d /app\nRUN x /app/d", "no"},
            {"FROM base\nCOPY d r.txt /app/\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nCOPY r.txt d /app/\nRUN x /app/r.txt", "=repo/d/r.txt"},
        });
}

TEST_CASE("the last one to write wins") {
  check("repo/Dockerfile repo/a.txt repo/b.txt repo/d/a.txt repo/e/z",
        {
            {"FROM base\nCOPY a.txt /r.txt\nCOPY b.txt /r.txt\nRUN x /r.txt", "=repo/b.txt"},
            {"FROM base\nCOPY a.txt /r.txt\nRUN x /r.txt\nCOPY b.txt /r.txt", "=repo/a.txt"},
            {"FROM base\nCOPY a.txt /d/a.txt\nCOPY . /\nRUN x /d/a.txt", "=repo/d/a.txt"},
            {"FROM base\nCOPY b.txt /e/b.txt\nCOPY . /\nRUN x /e/b.txt", "=repo/b.txt"},
            {"FROM base\nCOPY a.txt /r.txt\nARG S\nCOPY $S /\nRUN x /r.txt", "?"},
            {"FROM base\nCOPY a.txt /r.txt\nARG S\nCOPY $S /q/\nRUN x /r.txt", "=repo/a.txt"},
        });
}

TEST_CASE("wildcards") {
  check("repo/Dockerfile repo/ra.txt repo/rb.txt repo/d/ra.txt repo/e/q.txt",
        {
            {"FROM base\nCOPY r*.txt /\nRUN x /rb.txt", "=repo/rb.txt"},
            {"FROM base\nCOPY r?.txt /\nRUN x /r.txt", "?"},
            {"FROM base\nCOPY */ra.txt /\nRUN x /ra.txt", "=repo/d/ra.txt"},
            {"FROM base\nCOPY [de] /\nRUN x /q.txt", "=repo/e/q.txt"},
            {"FROM scratch\nCOPY . /a\nCOPY none* /\nRUN x /q.txt", "no"},
        },
        {.context = "repo"});
}

TEST_CASE("what cannot be told") {
  check("repo/Dockerfile repo/r.txt repo/a.tar.gz repo/d/r.txt",
        {
            {"FROM base\nCOPY --parents d/r.txt /\nRUN x /d/r.txt", "?"},
            {"FROM base\nCOPY --exclude=r.txt . /\nRUN x /r.txt", "?"},
            {"FROM base\nCOPY none.txt /\nRUN x /none.txt", "? the build context does not have it"},
            {"FROM base\nCOPY r.txt /\nCOPY none /\nRUN x /r.txt", "?"},
            {"FROM base\nCOPY r.txt /\nCOPY none.txt /\nRUN x /r.txt", "=repo/r.txt"},
            {"FROM base\nADD a.tar.gz /app\nRUN x /app/r.txt", "?"},
            {"FROM base\nCOPY r.txt /app/\nADD a.tar.gz /b\nRUN x /app/r.txt", "=repo/r.txt"},
            {"FROM base\nADD https://h/r.txt?a=b /app/\nRUN x /app/r.txt", "?"},
            {"FROM base\nCOPY r.txt /app/\nADD https://h/q.txt /app/\nRUN x /app/r.txt",
             "=repo/r.txt"},
            {"FROM base\nCOPY r.txt /app/\nADD https://h/q.git /app/\nRUN x /app/r.txt", "?"},
            {"FROM base\nCOPY r.txt /app/\nADD git@h:q.git /app/\nRUN x /app/r.txt", "?"},
            {"FROM base\nRUN x /app/r.txt", "?"},
            {"FROM scratch\nRUN x /app/r.txt", "no"},
        },
        {.context = "repo"});
  // Without a context only what it cannot change is known.
  check("repo/Dockerfile",
        {
            {"FROM base\nCOPY r.txt /\nRUN x /r.txt", "? the build context is not known"},
            {"FROM scratch\nCOPY q.txt /\nRUN x /r.txt", "no"},
            {"FROM scratch\nCOPY q* /\nRUN x /r.txt", "?"},
            {"FROM scratch\nCOPY q*.txt /\nRUN x /r.txt", "no"},
            {"FROM base\nCOPY <<E /r.txt\na\nE\nCOPY q.txt /\nRUN x /r.txt", "<a\n>"},
        });
}

TEST_CASE(".dockerignore") {
  const std::string names =
      "repo/Dockerfile repo/r.txt repo/d/r.txt repo/d/s.txt repo/.dockerignore";
  const std::string text = "FROM scratch\nCOPY . /\nRUN x ";
  CHECK(found(names + "=d", text + "/d/r.txt") == "no");
  CHECK(found(names + "=d|!d/r.txt", text + "/d/r.txt") == "=repo/d/r.txt");
  CHECK(found(names + "=d|!d/r.txt", text + "/d/s.txt") == "no");
  CHECK(found(names + "=**/r.txt", text + "/d/r.txt") == "no");
  CHECK(found(names + "=*|!d", text + "/d/s.txt") == "=repo/d/s.txt");
  CHECK(found(names + "=[", text + "/d/s.txt").starts_with("?"));
  CHECK(found(names + "=d repo/Dockerfile.dockerignore=r.txt", text + "/d/r.txt") ==
        "=repo/d/r.txt");
  CHECK(found(names + "=d repo/Dockerfile.dockerignore=r.txt", text + "/r.txt") == "no");
  CHECK(found(names + "=r.txt", "FROM base\nCOPY r.txt /\nRUN x /r.txt", {.context = "repo"}) ==
        "? .dockerignore keeps it out of the build context");
  // A source that is ignored does not make a directory the context.
  CHECK(directory_of(names + "=r.txt", "FROM base\nCOPY r.txt /\n") == "");
}

TEST_CASE("other stages") {
  check(
      "repo/Dockerfile repo/r.txt repo/d/r.txt",
      {
          {"FROM base AS a\nCOPY r.txt /app/\nFROM a\nRUN x /app/r.txt", "=repo/r.txt"},
          {"FROM base AS a\nCOPY r.txt /app/\nFROM a\nCOPY d /app\nRUN x /app/r.txt",
           "=repo/d/r.txt"},
          {"FROM base AS a\nWORKDIR /app\nCOPY r.txt .\nFROM a\nRUN x r.txt", "=repo/r.txt"},
          {"FROM base AS a\nCOPY r.txt /app/\nFROM base\nCOPY --from=a /app/r.txt /b/\nRUN x "
           "/b/r.txt",
           "=repo/r.txt"},
          {"FROM base AS A\nCOPY r.txt /app/\nFROM base\nCOPY --from=a /app /b\nRUN x /b/r.txt",
           "=repo/r.txt"},
          {"FROM base\nCOPY r.txt /app/\nFROM base\nCOPY --from=0 app/ .\nRUN x r.txt",
           "=repo/r.txt"},
          {"FROM base AS a\nCOPY r.txt /app/\nFROM base\nCOPY --from=a / /b/\nRUN x "
           "/b/app/r.txt",
           "=repo/r.txt"},
          {"FROM base AS a\nFROM base\nCOPY r.txt /app/\nCOPY --from=a /app /app\nRUN x "
           "/app/r.txt",
           "?"},
          {"FROM scratch AS a\nFROM base\nCOPY r.txt /app/\nCOPY --from=a /app /app\nRUN x "
           "/app/r.txt",
           "=repo/r.txt"},
          {"FROM base\nCOPY r.txt /app/\nCOPY --from=img /uv /bin/\nRUN x /app/r.txt",
           "=repo/r.txt"},
          {"FROM base\nCOPY r.txt .\nCOPY --from=img /uv /bin/\nRUN x r.txt", "=repo/r.txt"},
          {"FROM base\nCOPY r.txt /app/\nCOPY --from=img /app /app\nRUN x /app/r.txt", "?"},
          {"FROM base\nCOPY r.txt /app/\nCOPY --from=img /q.whl /app/\nRUN x /app/r.txt",
           "=repo/r.txt"},
          {"FROM base AS a\nONBUILD COPY d /app\nCOPY r.txt /app/\nFROM a\nRUN x /app/r.txt", "?"},
      });
}

TEST_CASE("mounts") {
  const std::string run = "FROM base\nWORKDIR /app\nRUN --mount=";
  check("repo/Dockerfile repo/r.txt repo/d/s.txt",
        {
            {run + "type=bind,source=r.txt,target=/t/r.txt x /t/r.txt", "=repo/r.txt"},
            {run + "source=r.txt,target=q.txt x q.txt", "=repo/r.txt"},
            {run + "type=bind,src=d,dst=/t x /t/s.txt", "=repo/d/s.txt"},
            {run + "type=bind,target=/t x /t/d/s.txt", "=repo/d/s.txt"},
            {run + "type=bind,source=.,target=. x d/s.txt", "=repo/d/s.txt"},
            {run + "type=bind,target=/t x /t/none", "? the build context does not have it"},
            {run + "type=bind,target=/t x /u", "?"},
            {run + "type=cache,target=/t x /t/r.txt", "? a mount hides it"},
            {"FROM base\nCOPY r.txt .\nRUN --mount=type=cache,target=/root/.cache x r.txt",
             "=repo/r.txt"},
            {"FROM base\nCOPY r.txt /app/\nRUN --mount=type=bind,source=d,target=/app x "
             "/app/r.txt",
             "?"},
            {"FROM base\nENV D=/t\nRUN --mount=type=bind,source=r.txt,target=$D/r.txt x /t/r.txt",
             "=repo/r.txt"},
            {"FROM base\nRUN --mount=type=bind,source=r.txt,target=/r.txt x /r.txt\nRUN x /r.txt",
             "?"},
            {"FROM base AS a\nCOPY r.txt /w/\nFROM base\nRUN "
             "--mount=type=bind,from=a,source=/w,target=/t x /t/r.txt",
             "=repo/r.txt"},
            {run + "type=bind,from=img,target=/t x /t/r.txt", "?"},
        },
        {.context = "repo"});
}

TEST_CASE("heredocs of COPY") {
  check("repo/Dockerfile repo/r.txt",
        {
            {"FROM base\nCOPY <<E /app/r.txt\na\nb\nE\nRUN x /app/r.txt", "<a\nb\n>"},
            {"FROM base\nCOPY <<r.txt /app/\na\nr.txt\nRUN x /app/r.txt", "<a\n>"},
            {"FROM base\nCOPY <<-E /r.txt\n\ta\n\t\tb\nE\nRUN x /r.txt", "<a\nb\n>"},
            {"FROM base\nCOPY <<E /r.txt\n$BASE\nE\nRUN x /r.txt", "?"},
            {"FROM base\nCOPY <<\"E\" /r.txt\n$BASE\nE\nRUN x /r.txt", "<$BASE\n>"},
            {"FROM base\nCOPY r.txt <<E /app/\na\nE\nRUN x /app/r.txt", "=repo/r.txt"},
        });
  const Built built = build("FROM base\nCOPY <<E /r.txt\ntorch\nE\n");
  const MemoryFiles files;
  Sources sources;
  const Context context(files, sources, built.document, "Dockerfile", "", "/");
  const FileAnswer answer = context.at(built.document, 0, 1, "/", "r.txt");
  REQUIRE(answer.text);
  CHECK(built.at(answer.text->span(0, 5)) == "torch");
}

TEST_CASE("paths as people read them") {
  struct : MemoryFiles {
    std::string real(const std::string& path) const override {
      return MemoryFiles::real(join_path("/repo/d", path));
    }
    FileKind kind(const std::string& path) const override {
      return MemoryFiles::kind(join_path("/repo/d", path));
    }
    Result<std::string> read(const std::string& path) const override {
      return MemoryFiles::read(join_path("/repo/d", path));
    }
  } files;
  files.add("/repo/r.txt", "text");
  files.add("/repo/d/Dockerfile", "");
  files.add("/repo/d/q.txt", "");
  files.add("/other", "");
  Sources sources;
  const Built built = build("FROM base\nCOPY r.txt d/q.txt /\n");
  const Context context(files, sources, built.document, "Dockerfile", "", "/repo");
  CHECK(context.at(built.document, 0, 1, "/", "r.txt").path == "../r.txt");
  CHECK(context.at(built.document, 0, 1, "/", "/q.txt").path == "q.txt");
  const std::optional<OpenedFile> opened = context.open("../r.txt");
  REQUIRE(opened);
  CHECK(opened->bytes == "text");
  CHECK(sources[opened->file].path == "../r.txt");
  CHECK(context.open("/repo/d/../r.txt")->file == opened->file);  // each once
  CHECK(sources.size() == 1);
  CHECK_FALSE(context.open("none"));
  CHECK_FALSE(context.open("/other"));
  CHECK(context.open("Dockerfile")->file == 0);
}
