// Library paths and their places, files that tell the loader where to look, links to the stub of
// libcuda, scripts that start containers.

#include <doctest/doctest.h>

#include <string>

#include "facts/facts.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

/// `base` brings LD_LIBRARY_PATH=/base/lib; `some` brings one that is not known.
std::optional<document::BaseEnvironment> images(std::string_view reference) {
  if (reference == "base")
    return document::BaseEnvironment{{{"LD_LIBRARY_PATH", "/base/lib"}}, true};
  if (reference == "some") return document::BaseEnvironment{{{"LD_LIBRARY_PATH", {}}}, true};
  return std::nullopt;
}

Facts facts_of(const std::string& text) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  const document::Document document = document::evaluate(dockerfile, {}, images);
  return gather(document, {});
}

/// The directories of LD_LIBRARY_PATH in containers of the last stage; `?` behind those that are
/// not certain, and what stands where they are written.
std::string paths(const std::string& text) {
  const Facts all = facts_of(text);
  const VariableAnswer answer =
      all.variable(end_of(static_cast<int>(all.stages.size()) - 1), "LD_LIBRARY_PATH");
  if (answer.setting == nullptr) return "unset";
  std::string out;
  for (const PathEntry& entry : path_entries(*answer.setting)) {
    if (!out.empty()) out += ' ';
    out += entry.path;
    if (!entry.known) out += '?';
    if (!entry.span) out += '-';
    if (entry.span) CHECK(text.substr(entry.span.begin, entry.path.size()) == entry.path);
  }
  return out;
}

std::string loader(const std::string& script) {
  const Facts all = facts_of("FROM base\n" + script + "\n");
  std::string out;
  for (const LoaderDirectory& each : all.loader_directories)
    out += (out.empty() ? "" : " ") + each.file.substr(each.file.rfind('/') + 1) + ":" + each.path;
  for (const StubLink& each : all.stub_links)
    out += (out.empty() ? "stub:" : " stub:") + each.directory;
  return out;
}

/// The doubts of a build, in order.
std::string doubts(const std::string& script) {
  std::string out;
  for (const DoubtFact& each : facts_of("FROM base\n" + script + "\n").doubts) {
    static constexpr const char* names[] = {"compat",   "stub",    "linked", "containers",
                                            "software", "started", "set",    "twice"};
    out += (out.empty() ? "" : " ") + std::string(names[static_cast<std::size_t>(each.doubt)]);
    if (!each.variable.empty()) out += ":" + each.variable;
  }
  return out;
}

}  // namespace

TEST_CASE("directories of a library path") {
  const std::string own = "FROM base\nENV LD_LIBRARY_PATH=";
  CHECK(paths("FROM base\n") == "/base/lib-");
  CHECK(paths(own + "/a:/b/\n") == "/a /b");
  CHECK(paths(own + "\"/a::/b\"\n") == "/a /b");
  CHECK(paths(own + "/a:$LD_LIBRARY_PATH\n") == "/a /base/lib-");
  CHECK(paths("FROM base AS x\nENV LD_LIBRARY_PATH=/a\nFROM x\nENV "
              "LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/b\n") == "/a /b");
}

TEST_CASE("what is not known makes only what it touches unknown") {
  const std::string own = "FROM some\nENV LD_LIBRARY_PATH=";
  CHECK(paths(own + "/a:$LD_LIBRARY_PATH\n") == "/a");
  CHECK(paths(own + "\"/a:/b$LD_LIBRARY_PATH\"\n") == "/a /b?");
  CHECK(paths(own + "$LD_LIBRARY_PATH/a:/b\n") == "/a? /b");
  CHECK(paths(own + "/a:${LD_LIBRARY_PATH}:/b\n") == "/a /b");
}

TEST_CASE("files of the loader, and stubs of libcuda") {
  CHECK(loader("RUN echo /a > /etc/ld.so.conf.d/x.conf") == "x.conf:/a");
  CHECK(loader("RUN printf '/a\\n/b/\\n' | tee -a /etc/ld.so.conf.d/x.conf") ==
        "x.conf:/a x.conf:/b");
  CHECK(loader("RUN cat > /etc/ld.so.conf.d/x.conf <<E\n# /c\n/a\nE") == "x.conf:/a");
  CHECK(loader("COPY <<E /etc/ld.so.conf.d/x.conf\n# /c\n/a\nE") == "x.conf:/a");
  CHECK(loader("RUN echo /a > /etc/ld.so.conf.d/x.conf\nRUN rm /etc/ld.so.conf.d/x.conf").empty());
  CHECK(loader("RUN echo /a > /etc/other.conf").empty());
  CHECK(loader("RUN ln -s /c/stubs/libcuda.so /c/stubs/libcuda.so.1") == "stub:/c/stubs");
  CHECK(loader("RUN cd /c/stubs && ln -s libcuda.so libcuda.so.1") == "stub:/c/stubs");
  CHECK(loader("RUN ldconfig /c/stubs") == "stub:/c/stubs");
  CHECK(loader("RUN ln -s /c/stubs/libcuda.so /c/libcuda.so.1 && rm -f /c/libcuda.so.1").empty());
  CHECK(loader("RUN ln -s /lib/libcuda.so.535 /c/libcuda.so.1").empty());
}

TEST_CASE("scripts that start containers") {
  const Facts all = facts_of(
      "FROM base\nRUN docker run --gpus all --device=/dev/dri x && docker build . && nvidia-docker "
      "ps\n");
  REQUIRE(all.container_runs.size() == 2);
  CHECK(all.container_runs[0].gpus.value == "all");
  CHECK(all.container_runs[0].devices.size() == 1);
  CHECK(all.container_runs[1].program == "nvidia-docker");
}

TEST_CASE("what may have taken libraries away") {
  CHECK(doubts("RUN rm -rf /usr/local/cuda/compat") == "compat stub");
  CHECK(doubts("RUN rm -rf /usr/local/CUDA/lib64/stubs/libcuda.so.1") == "compat stub");
  CHECK(doubts("RUN apt-get purge -y cuda-compat-12-4") == "compat");
  CHECK(doubts("RUN apt-get install -y cuda-compat-12-4") == "");
  CHECK(doubts("RUN ln -s /opt/env/bin/python /usr/bin/python") == "linked");
  CHECK(doubts("RUN ln -s /usr/local/cuda-12.4 /usr/local/cuda") == "compat");
  CHECK(doubts("RUN echo rm /usr/local/cuda/compat") == "");
}

TEST_CASE("what a start command may set") {
  CHECK(doubts("CMD LD_LIBRARY_PATH=/a python x.py") == "set:LD_LIBRARY_PATH");
  CHECK(doubts("CMD CUDA_VISIBLE_DEVICES=0 a; CUDA_VISIBLE_DEVICES=1 b") ==
        "set:CUDA_VISIBLE_DEVICES twice:CUDA_VISIBLE_DEVICES");
  CHECK(doubts("ENTRYPOINT [\"/entry\"]") == "started");
  CHECK(doubts("RUN LD_LIBRARY_PATH=/a ./entry.sh") == "");
}

TEST_CASE("texts are searched only where somebody asks") {
  const std::string tool = "RUN apt-get install -y nvidia-container-toolkit\n";
  CHECK(doubts("RUN curl -fsSL https://get.docker.com | sh") == "");
  CHECK(doubts(tool + "RUN curl -fsSL https://get.docker.com | sh") == "containers");
  CHECK(doubts("RUN echo nvidia-docker\n" + tool) == "");
  CHECK(doubts("RUN apt-get install -y libosmesa6") == "");
  CHECK(doubts("ENV MUJOCO_GL=egl\nRUN apt-get install -y libosmesa6") == "software");
}
