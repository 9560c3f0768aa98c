// Scripts of the build context are read as if they stood in the Dockerfile.

#include <doctest/doctest.h>

#include "gathered.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

/// What is installed, compiled, and cannot be followed.
std::string lines(const Gathered& all) {
  Line out("; ");
  for (const SystemInstall& install : all.facts.system_installs) {
    Line line;
    line.add("install");
    for (const SystemPackageName& package : install.packages) line.add(package.name);
    line.add_if(!install.complete, "more");
    if (install.certainty != Certainty::certain) line.add(words_of(install.certainty));
    out.add(line.take());
  }
  for (const CondaInstall& install : all.facts.conda_installs) {
    Line line;
    line.add("conda");
    for (const CondaSpec& spec : install.specs) line.add(spec.name);
    out.add(line.take());
  }
  for (const Compile& compile : all.facts.compiles) out.add("compile " + compile.name);
  for (const Opaque& opaque : all.facts.opaques) out.add(opaque.what);
  for (const Provides& provides : all.facts.provides) out.add("provides " + provides.program);
  return out.take();
}

struct Case {
  std::string script;
  std::string expected;
};

}  // namespace

TEST_CASE("a script that a RUN runs") {
  for (const Case& each : {
           Case{"#!/bin/bash\nset -e\napt-get install -y gcc\nmkdir /x\n", "install gcc"},
           Case{"apt-get update && apt-get install -y gcc\n", "install gcc"},
           Case{"apt-get install -y gcc\nmkdir /x\n", "install gcc tolerated"},
           Case{"set -e\nif [ x ]; then\n  apt-get install gcc\nfi\n", "install gcc possible"},
           Case{"set -e\nconda install -y pytorch\nnvcc a.cu\nln -s /usr/bin/python3 "
                "/usr/bin/python\n",
                "conda pytorch; compile nvcc; provides python"},
           Case{"set -e\ncurl https://h/x | sh\n", "runs a script from https://h/x"},
           Case{"set -e\nsome-tool\n", "runs some-tool"},
           Case{"set -e\nlog() { echo $1; }\nlog hello\n", ""},
           Case{"set -e\nbash ./scripts/inner.sh\n", "install make"},
           Case{"set -e\n. ./scripts/inner.sh\n", "install make; sources ./scripts/inner.sh"},
           Case{"set -e\nbash ./scripts/missing.sh\n", "runs ./scripts/missing.sh"},
           Case{"set -e\napt-get install python$1 $NAME\n",
                "install python more; installs system packages that are not known"},
           Case{"set -e\nV=3.9\napt-get install python$V\n", "install python3.9"},
           Case{"set -e\napt-get install g++-$GCC\n", "install g++-12"},
           Case{"set -e\napt-get install lib$LOCAL\n",
                "install lib; installs system packages that are not known"},
           Case{"set -e\npip install torch\n", "installs Python packages that are not known"},
           Case{"a 'b\n", "runs ./setup.sh; runs a"},
           Case{"#!/usr/bin/env python3\nimport os\n", "runs ./setup.sh"},
           Case{"#!/usr/bin/env bash\napt-get install -y gcc\n", "install gcc"},
           Case{"#!/bin/sh -e\napt-get install -y gcc\nls\n", "install gcc"},
       }) {
    CAPTURE(each.script);
    const Gathered all = gather_project(
        "FROM x\nENV GCC=12 LOCAL=a\nWORKDIR /app\nCOPY . .\nRUN LOCAL=b && ./setup.sh 3.9\n",
        {{"setup.sh", each.script}, {"scripts/inner.sh", "apt-get install -y make"}});
    CHECK(lines(all) == each.expected);
  }
}

TEST_CASE("which scripts are read") {
  const auto of = [](const std::string& dockerfile) {
    return lines(
        gather_project("FROM x\n" + dockerfile + "\n", {{"setup.sh", "apt-get install -y gcc\n"}}));
  };
  CHECK(of("COPY setup.sh /tmp/\nRUN bash /tmp/setup.sh") == "install gcc");
  CHECK(of("COPY setup.sh /tmp/\nRUN bash -ex /tmp/setup.sh || true") == "install gcc tolerated");
  CHECK(of("COPY setup.sh /tmp/\nRUN if x; then /tmp/setup.sh; fi") ==
        "install gcc possible; runs x");
  CHECK(of("COPY setup.sh /tmp/\nRUN chmod +x /tmp/setup.sh && cd /tmp && ./setup.sh") ==
        "install gcc");
  CHECK(of("RUN --mount=type=bind,source=setup.sh,target=/s.sh sh /s.sh") == "install gcc");
  CHECK(of("COPY <<EOF /h.sh\napt-get install make\nEOF\nRUN sh /h.sh") == "install make");
  CHECK(of("RUN sh /tmp/setup.sh") == "runs /tmp/setup.sh");
  CHECK(of("COPY setup.sh /tmp/\nRUN python /tmp/setup.sh").find("install gcc") ==
        std::string::npos);
}
