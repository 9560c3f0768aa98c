// What shell scripts that ENTRYPOINT and CMD start do in containers.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "analyze.h"
#include "source/apply.h"

using namespace cudafit;

namespace {

using Beside = std::map<std::string, std::string>;

Report lint(const std::string& text, const Beside& others, const std::string& compose = {}) {
  MemoryFiles files;
  files.add("/p/Dockerfile", text);
  for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
  return analyze(files,
                 {.name = {},
                  .dockerfile = "p/Dockerfile",
                  .options = {},
                  .context = {},
                  .root = "/p",
                  .compose = compose,
                  .services = {"a"}},
                 {});
}

/// "start.sh:2 rule", one on a line.
std::string found(const Report& report) {
  std::string out;
  for (const Diagnostic& finding : report.findings) {
    const SourceFile& source = (*report.sources)[finding.span.file];
    const auto lines =
        std::count(source.bytes.begin(), source.bytes.begin() + finding.span.begin, '\n');
    out += (out.empty() ? "" : "\n") + source.path.substr(source.path.rfind('/') + 1) + ":" +
           std::to_string(lines + 1) + " " + std::string(finding.rule);
  }
  return out;
}

/// vLLM where no C compiler is.
std::string vllm(const std::string& start, const std::string& script,
                 const std::string& before = {}) {
  return found(
      lint("FROM nvidia/cuda:12.6.3-base-ubuntu22.04 AS first\n"
           "RUN apt-get update && apt-get install -y --no-install-recommends python3-pip\n"
           "RUN pip3 install vllm==0.8.5\n"
           "WORKDIR /app\nCOPY . .\n" +
               before + start + "\n",
           {{"start.sh", script}}));
}

const std::string missing = "Dockerfile:3 jit-cc-missing";
const std::string serve = "#!/bin/sh\nset -e\nexec vllm serve facebook/opt-125m\n";

}  // namespace

TEST_CASE("ways to start a script") {
  CHECK(vllm("ENTRYPOINT [\"/app/start.sh\"]", serve) == missing);
  CHECK(vllm("ENTRYPOINT [\"./start.sh\"]", serve) == missing);
  CHECK(vllm("CMD [\"bash\", \"start.sh\"]", serve) == missing);
  CHECK(vllm("CMD ./start.sh", serve) == missing);
  CHECK(vllm("ENTRYPOINT exec /app/start.sh", serve) == missing);
  CHECK(vllm("CMD [\"sh\", \"-c\", \"./start.sh\"]", serve) == missing);
  CHECK(vllm("ENTRYPOINT [\"/usr/bin/tini\", \"--\", \"/app/start.sh\"]", serve) == missing);
  CHECK(vllm("ENTRYPOINT [\"dumb-init\", \"--\"]\nCMD [\"/app/start.sh\"]", serve) == missing);
  CHECK(vllm("ENTRYPOINT [\"start.sh\"]", serve, "COPY start.sh /usr/local/bin/\n") == missing);
  CHECK(vllm("CMD ./start.sh\nWORKDIR /app", serve, "WORKDIR /\n") == missing);
}

TEST_CASE("what a start script starts") {
  const std::string start = "ENTRYPOINT [\"/app/start.sh\"]";
  CHECK(vllm(start, "python3 -m vllm.entrypoints.openai.api_server --model x\n") == missing);
  CHECK(vllm(start, "vllm serve x &\nwait\n") == missing);
  CHECK(vllm(start, "MODEL=x\nvllm serve \"$MODEL\" --port \"${PORT}\"\n") == missing);
  CHECK(vllm(start, "VLLM_PORT=1 vllm serve x\n") == missing);
  CHECK(vllm(start, "ulimit -n 65536\nif [ -n \"$X\" ]; then echo x; fi\nexec vllm serve x\n") ==
        missing);

  CHECK(vllm(start, "exec echo vllm serve\n") == "");
  CHECK(vllm(start, "# vllm serve\nexec python3 app.py\n") == "");
  CHECK(vllm(start, "exec vllm serve x --enforce-eager\n") == "");
  CHECK(vllm(start, "exec vllm serve x $OPTIONS\n") == "");
  CHECK(vllm(start, "exec vllm serve x \"${OPTIONS[@]}\"\n") == "");
  CHECK(vllm(start, "export CC=/opt/cc\nexec vllm serve x\n") == "");
  CHECK(vllm(start, "CC=/opt/cc vllm serve x\n") == "");
  CHECK(vllm(start, "env CC=/opt/cc vllm serve x\n") == "");
  CHECK(vllm(start, ". /opt/env.sh\nexec vllm serve x\n") == "");
  CHECK(vllm(start, "/opt/prepare\nexec vllm serve x\n") == "");
  CHECK(vllm(start, "bash /opt/prepare\nexec vllm serve x\n") == "");
  CHECK(vllm(start, "eval \"$HOOK\"\nexec vllm serve x\n") == "");
  CHECK(vllm(start, "mkdir -p /x\n/usr/bin/date\nexec vllm serve x\n") == missing);
  CHECK(vllm("CMD CC=/opt/cc vllm serve x", "") == "");
  CHECK(vllm(start, "if [ \"$1\" = serve ]; then exec vllm serve x; fi\nexec python3 app.py\n") ==
        "");
  CHECK(vllm(start, "case $1 in serve) exec vllm serve x;; esac\n") == "");
  CHECK(vllm(start, "exec python3 app.py\nvllm serve x\n") == "");
  CHECK(vllm(start, "exit 0\nvllm serve x\n") == "");
  CHECK(vllm(start, "[ -n \"$MODEL\" ] || exit 0\nvllm serve x\n") == "");
  CHECK(vllm(start, "main() { vllm serve x; }\n") == "");
  CHECK(vllm(start, "vllm() { true; }\nvllm serve x\n") == "");
  CHECK(vllm(start, "#!/usr/bin/env python3\nvllm = 1\n") == "");
  CHECK(vllm(start, "x 'y\nvllm serve x\n") == "");
}

TEST_CASE("a finding because of a start script says where it starts what") {
  const Report report = lint(
      "FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n"
      "RUN apt-get update && apt-get install -y --no-install-recommends python3-pip\n"
      "RUN pip3 install vllm==0.8.5\nCOPY start.sh /\nENTRYPOINT [\"/start.sh\"]\n",
      {{"start.sh", serve}});
  REQUIRE(found(report) == missing);
  const std::vector<Note>& notes = report.findings[0].notes;
  const auto note = std::find_if(notes.begin(), notes.end(), [](const Note& each) {
    return each.message == "vllm is started here";
  });
  REQUIRE(note != notes.end());
  CHECK((*report.sources)[note->span.file].path == "p/start.sh");
}

TEST_CASE("an ENTRYPOINT that starts the CMD") {
  const std::string cmd = "\nCMD [\"vllm\", \"serve\", \"x\"]";
  const std::string start = "ENTRYPOINT [\"/app/start.sh\"]";
  CHECK(vllm(start + cmd, "set -e\necho start\nexec \"$@\"\n") == missing);
  CHECK(vllm(start + "\nCMD [\"serve\", \"x\"]", "exec vllm \"$@\"\n") == missing);
  CHECK(vllm(start + "\nCMD [\"serve\", \"x\", \"--enforce-eager\"]", "exec vllm \"$@\"\n") == "");
  CHECK(vllm("ENTRYPOINT [\"/app/start.sh\", \"--enforce-eager\"]", "exec vllm serve \"$@\"\n") ==
        "");
  CHECK(vllm(start + "\nCMD vllm serve x", "exec \"$@\"\n") == missing);
  CHECK(vllm(start, "exec vllm serve \"$@\"\n") == missing);
  // Of a CMD that is replaced nothing is left.
  CHECK(vllm(start + cmd + "\nCMD [\"python3\", \"app.py\"]", "exec \"$@\"\n") == "");
  CHECK(vllm(start + "\nCMD [\"x\"]",
             "shift\nset -- serve --enforce-eager \"$@\"\nvllm \"$@\"\n") == "");
  const Report report = lint(
      "FROM nvidia/cuda:12.6.3-base-ubuntu22.04\nRUN apt-get update && apt-get install -y python3\n"
      "COPY e.sh /\nENTRYPOINT [\"/e.sh\"]\nCMD [\"python\", \"app.py\"]\n",
      {{"e.sh", "exec \"$@\"\n"}});
  CHECK(found(report) == "Dockerfile:5 python-not-found");
}

TEST_CASE("scripts that something else may stand for") {
  const std::string start = "ENTRYPOINT [\"/app/start.sh\"]";
  CHECK(vllm(start, serve, "RUN sed -i s/vllm/python/ start.sh\n") == "");
  CHECK(vllm(start, serve, "RUN chmod +x start.sh\n") == missing);
  CHECK(vllm(start + "\nRUN sed -i s/vllm/python/ start.sh", serve) == "");
  CHECK(vllm("ENTRYPOINT [\"/app/other.sh\"]", serve) == "");
  CHECK(vllm("ENTRYPOINT [\"/app/other.sh\"]", serve, "RUN echo 'vllm serve x' > other.sh\n") ==
        "");
  CHECK(vllm(start, serve, "COPY --from=alpine /x/start.sh /app/\n") == "");
  // A stage that builds on it starts something else.
  CHECK(vllm(start + "\nFROM first\nENTRYPOINT [\"python3\"]", serve) == "");
  CHECK(vllm(start + "\nFROM first\nCOPY x /app/start.sh", serve) == "");

  const std::string text =
      "FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n"
      "RUN apt-get update && apt-get install -y --no-install-recommends python3-pip\n"
      "RUN pip3 install vllm==0.8.5\nCOPY start.sh /app/\nENTRYPOINT [\"/app/start.sh\"]\n";
  const auto mounted = [&](const std::string& volume) {
    return found(lint(text,
                      {{"start.sh", serve},
                       {"compose.yaml",
                        "services:\n  a:\n    build: .\n    gpus: all\n"
                        "    volumes: [\"" +
                            volume + "\"]\n"}},
                      "p/compose.yaml"));
  };
  CHECK(mounted("./models:/models") == missing);
  CHECK(mounted("./:/app") == "");
  CHECK(mounted("./x.sh:/app/start.sh:ro") == "");
  CHECK(mounted("./x:${WHERE}") == "");
}

TEST_CASE("what a container installs is not in the image") {
  const auto torch = [](const std::string& script, const std::string& base = "runtime") {
    return found(lint("FROM nvidia/cuda:12.4.1-" + base +
                          "-ubuntu22.04\nRUN apt-get update && apt-get install -y python3-pip\n"
                          "RUN pip3 install sglang==0.5.20\nCOPY . /app\n"
                          "ENTRYPOINT [\"/app/start.sh\"]\n",
                      {{"start.sh", script}}));
  };
  const std::string nvcc = "Dockerfile:3 jit-nvcc-missing";
  CHECK(torch("exec python3 app.py\n") == nvcc);
  CHECK(torch("apt-get update && apt-get install -y cuda-nvcc-12-4\nexec python3 app.py\n") == "");
  CHECK(
      torch("if [ ! -x /x ]; then apt-get install -y cuda-nvcc-12-4; fi\nexec python3 app.py\n") ==
      "");
  CHECK(torch("deps() { apt-get install -y cuda-nvcc-12-4; }\ndeps\npython3 app.py\n") == "");
  CHECK(torch("curl -fsSL https://x.example/i.sh | sh\nexec python3 app.py\n") == "");
  CHECK(torch("/app/install.sh\nexec python3 app.py\n") == "");
  CHECK(torch("apt-get update\nexec python3 app.py\n") == nvcc);
  CHECK(vllm("CMD apt-get install -y gcc && vllm serve x", "") == "");

  // No package of the image.
  CHECK(found(lint("FROM python:3.11-slim\nCOPY . /app\nENTRYPOINT [\"/app/start.sh\"]\n",
                   {{"start.sh",
                     "pip install torch==2.1.0 --index-url https://download.pytorch.org/whl/cu999\n"
                     "pip install torch==9.9\n"}})) == "");
}

TEST_CASE("findings in a start script") {
  const std::string text =
      "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n"
      "RUN apt-get update && apt-get install -y python3\nCOPY start.sh /\nCMD [\"/start.sh\"]\n";
  const std::string script = "#!/bin/sh\nset -e\nexec python app.py\n";
  const Report report = lint(text, {{"start.sh", script}});
  REQUIRE(found(report) == "start.sh:3 python-not-found");
  const Diagnostic& finding = report.findings[0];
  REQUIRE_FALSE(finding.notes.empty());
  CHECK(finding.notes[0].message == "start.sh is run here");
  CHECK(report.sources->text(finding.notes[0].span) == "/start.sh");
  REQUIRE_FALSE(finding.fixes.empty());
  CHECK(apply(script, finding.span.file, {&finding.fixes[0]}).bytes ==
        "#!/bin/sh\nset -e\nexec python3 app.py\n");
  const auto in = [&](const std::string& other) {
    return found(lint(text, {{"start.sh", other}}));
  };
  CHECK(in("export PATH=/opt/x/bin:$PATH\nexec python app.py\n") == "");
  CHECK(in(". /opt/venv/bin/activate\nexec python app.py\n") == "");
  CHECK(in("if [ \"$1\" ]; then python app.py; fi\n") == "");
  CHECK(in("python app.py || python3 app.py\n") == "");
  CHECK(in("/opt/bin/python app.py\n") == "");
  CHECK(in("./prepare\npython app.py\n") == "");
  CHECK(in("ln -s /usr/bin/python3 /usr/bin/python\npython app.py\n") == "");
  CHECK(in("if [ ! -e /x ]; then ln -s /usr/bin/python3 /usr/bin/python; fi\npython app.py\n") ==
        "");
  CHECK(in("cd /app && python app.py\n") == "start.sh:1 python-not-found");
}

TEST_CASE("a toolkit that nothing needs behind a start script") {
  const auto devel = [](const std::string& script, const std::string& more = {}) {
    return found(
        lint("FROM nvidia/cuda:12.6.3-devel-ubuntu22.04\n"
             "RUN apt-get update && apt-get install -y python3-pip\n"
             "RUN pip3 install torch==2.6.0 --index-url "
             "https://download.pytorch.org/whl/cu126\n"
             "RUN pip3 install uvicorn\nCOPY start.sh /app/\n"
             "ENTRYPOINT [\"/app/start.sh\"]\n" +
                 more,
             {{"start.sh", script}}));
  };
  const std::string hint = "Dockerfile:1 devel-in-final";
  CHECK(devel("set -e\necho hello\nexec python3 -m uvicorn app:app\n") == hint);
  CHECK(devel("exec \"$@\"\n", "CMD [\"python3\", \"-m\", \"uvicorn\", \"app:app\"]\n") == hint);
  CHECK(devel("nvcc -o k k.cu\nexec python3 -m uvicorn app:app\n") == "");
  CHECK(devel("if [ ! -e k ]; then nvcc k.cu; fi\nexec python3 -m uvicorn app:app\n") == "");
  CHECK(devel("make -C /app\nexec python3 -m uvicorn app:app\n") == "");
  CHECK(devel("pip install flash-attn\nexec python3 -m uvicorn app:app\n") == "");
  CHECK(devel("python3 warm_up.py\nexec python3 -m uvicorn app:app\n") == "");
  CHECK(devel("./other.sh\nexec python3 -m uvicorn app:app\n") == "");
  CHECK(devel("python3 -m uvicorn app:app\nexec \"$@\"\n") == "");
  CHECK(devel("python3 -m uvicorn app:app\n$SERVER\n") == "");
  CHECK(devel("exec python3 app.py\n") == "");
}

TEST_CASE("the environment that a start script starts a program of") {
  const auto torch = [](const std::string& script) {
    MemoryFiles files;
    files.add("/p/Dockerfile",
              "FROM python:3.11-slim\nRUN pip install torch==2.6.0\n"
              "RUN python -m venv /opt/venv && /opt/venv/bin/pip install torch==1.13.1\n"
              "COPY start.sh /\nENTRYPOINT [\"/start.sh\"]\n");
    files.add("/p/start.sh", script);
    Build build{
        .name = {}, .dockerfile = "p/Dockerfile", .options = {}, .context = {}, .root = "/p"};
    build.hosts.emplace_back().driver = "460.27.04";
    return found(analyze(files, build, {}));
  };
  const std::string old = "Dockerfile:2 driver-too-old";
  CHECK(torch("exec python app.py\n") == old);
  CHECK(torch("set -e\necho x\nexec /opt/venv/bin/python app.py\n") == "");
  CHECK(torch("set -e\n. /opt/venv/bin/activate\nexec python app.py\n") == "");
  // It uses both.
  CHECK(torch("python warm_up.py\nexec /opt/venv/bin/python app.py\n") == old);
}
