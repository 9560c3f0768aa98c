// What a Dockerfile says of images, keys and variables, and where it does not do what it says.

#include "facts/facts.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace cudafit;
using namespace cudafit::facts;

namespace {

struct Gathered {
  std::string text;
  Facts facts;
  std::string at(Span span) const {
    return span ? text.substr(span.begin, span.size()) : "nowhere";
  }
};

/// `base` is known completely and brings CUDA_VERSION=12.1.0.
std::optional<document::BaseEnvironment> images(std::string_view reference) {
  if (reference != "base") return std::nullopt;
  return document::BaseEnvironment{{{"CUDA_VERSION", "12.1.0"}}, true};
}

Gathered gathered(std::string text, const document::BuildOptions& options = {}) {
  Gathered out;
  out.text = std::move(text);
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, out.text);
  out.facts = gather(document::evaluate(dockerfile, options, images), {});
  return out;
}

/// The images: repository, tag, and what is not plain about them.
std::string image_facts(const Gathered& all) {
  std::string out;
  for (const Fact& fact : all.facts.facts) {
    if (fact.what != Component::image) continue;
    if (!out.empty()) out += "; ";
    out += fact.key + "|" + fact.value;
    if (fact.digest) out += " digest";
    if (!fact.known) out += " unknown";
    if (fact.placeholder) out += " placeholder";
    for (const std::string& name : fact.unset) out += " unset:" + name;
    if (!fact.base) out += " copied";
  }
  return out;
}

std::string slips(const Gathered& all, SlipKind kind) {
  std::string out;
  for (const Slip& slip : all.facts.slips) {
    if (slip.kind == kind) out += (out.empty() ? "" : "; ") + all.at(slip.span);
  }
  return out;
}

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("image references") {
  for (const Case& each : {
           Case{"FROM nvidia/cuda:12.1.0-base\n", "nvidia/cuda|12.1.0-base"},
           Case{"FROM ubuntu\n", "ubuntu|"},
           Case{"FROM localhost:5000/a/b\n", "localhost:5000/a/b|"},
           Case{"FROM localhost:5000/a/b:1\n", "localhost:5000/a/b|1"},
           Case{"FROM a/b@sha256:12ab\n", "a/b| digest"},
           Case{"FROM a/b:1@sha256:12ab\n", "a/b|1 digest"},
           Case{"FROM host:1/a:2@sha256:12ab\n", "host:1/a|2 digest"},
           Case{"ARG T=1\nFROM a:$T\n", "a|1"},
           Case{"ARG I=a:1\nFROM $I\n", "a|1"},
           Case{"ARG T\nFROM a:$T\n", "a| unknown unset:T"},
           Case{"ARG T=\nFROM a:1$T\n", "a|1 placeholder"},
           Case{"ARG T=\nFROM a:${T:-1}\n", "a|1"},
           Case{"ARG T=\nFROM a:1${T:+-x}\n", "a|1"},
           Case{"FROM a:$T\n", "a| unknown unset:T"},
           Case{"FROM a:${T:-1}\n", "a|1"},
           Case{"FROM $I\n", "| unknown unset:I"},
           Case{"FROM a:1-${TARGETARCH}\n", "a|1- unknown"},
           Case{"FROM a AS x\nFROM x\n", "a|"},  // a stage is no image
           Case{"FROM scratch\n", "scratch|"},
           Case{"FROM a\nCOPY --from=b:2 / /\n", "a|; b|2 copied"},
           Case{"FROM a\nRUN --mount=from=b:2,target=/ x\n", "a|; b|2 copied"},
       }) {
    CAPTURE(each.text);
    CHECK(image_facts(gathered(each.text)) == each.expected);
  }
}

TEST_CASE("a target leaves out what is not built") {
  document::BuildOptions options;
  options.target = "a";
  const Gathered all = gathered("FROM x AS a\nFROM y AS b\nCOPY --from=z / /\n", options);
  CHECK(image_facts(all) == "x|");
  CHECK(all.facts.stages.size() == 2);
  CHECK(all.facts.stages[0].product);
  CHECK_FALSE(all.facts.stages[1].product);
}

TEST_CASE("an image fact says how its parts were reached") {
  const Gathered all = gathered("ARG V=12.1\nARG T=$V-base\nFROM nvidia/cuda:$T\n");
  REQUIRE(all.facts.facts.size() == 1);
  const Fact& fact = all.facts.facts[0];
  CHECK(fact.value == "12.1-base");
  CHECK(fact.text.value.substr(fact.value_at) == "12.1-base");
  CHECK(all.at(fact.span) == "nvidia/cuda:$T");
  CHECK(all.at(fact.text.span(fact.value_at, fact.value_at + 4)) == "12.1");
  REQUIRE(fact.how.size() == 1);
  CHECK(all.at(fact.how[0].span) == "$V-base");
  document::BuildOptions options;
  options.args["T"] = "9";
  const Gathered given = gathered("ARG T=1\nFROM a:$T\n", options);
  CHECK(given.facts.facts[0].how[0].words.find("command line") != std::string::npos);
  CHECK_FALSE(given.facts.facts[0].how[0].span);
}

TEST_CASE("stages say what they compile") {
  const Gathered all =
      gathered("FROM a AS x\nRUN nvcc a.cu\nFROM x\nRUN echo nvcc\nFROM b AS y\nRUN which nvcc\n");
  REQUIRE(all.facts.stages.size() == 3);
  CHECK(all.facts.stages[0].compiles);
  CHECK_FALSE(all.facts.stages[1].compiles);
  CHECK_FALSE(all.facts.stages[2].compiles);
  CHECK(all.facts.stages[1].parent == 0);
  CHECK(all.facts.stages[1].base == "x");
  CHECK(all.facts.stages[2].label == "y");
}

TEST_CASE("slips: what they point at, and what is none") {
  struct Slips {
    SlipKind kind;
    std::vector<Case> cases;
  };
  const Slips kinds[] = {
      {SlipKind::global_arg_unused_in_stage,
       {
           {"ARG V=1\nFROM base\nRUN echo $V\n", "$V"},
           {"ARG V=1\nFROM base\nENV A=${V}\n", "${V}"},
           {"ARG V=1\nFROM base\nRUN echo ${V:-2}\n", ""},
           {"ARG V=1\nFROM base\nARG V\nRUN echo $V\n", ""},
           {"ARG V=1\nFROM base\nRUN echo '$V'\n", ""},
           {"ARG V=1\nFROM base\nRUN V=2; echo $V\n", ""},
           {"ARG V=1\nFROM other\nRUN echo $V\n", ""},  // the base may set it
           {"ARG V\nFROM base\nRUN echo $V\n", ""},
           {"FROM base\nRUN echo $TARGETARCH\n", "$TARGETARCH"},
           {"FROM base\nRUN echo $V\n", ""},
       }},
      {SlipKind::arg_shadowed,
       {
           {"FROM base\nARG CUDA_VERSION=11.8\nRUN echo $CUDA_VERSION\n", "CUDA_VERSION"},
           {"FROM base\nARG CUDA_VERSION=12.1.0\nRUN echo $CUDA_VERSION\n", ""},
           {"FROM base\nARG CUDA_VERSION=11.8\nRUN a\n", ""},
           {"FROM other\nARG CUDA_VERSION=11.8\nRUN echo $CUDA_VERSION\n", ""},
           {"FROM base\nENV CUDA_VERSION=11.8\nRUN echo $CUDA_VERSION\n", ""},
       }},
      {SlipKind::arg_lost,
       {
           {"FROM base AS a\nARG CUDA_VERSION=11.8\nFROM a\nRUN echo $CUDA_VERSION\n",
            "$CUDA_VERSION"},
           {"FROM base AS a\nENV CUDA_VERSION=11.8\nFROM a\nRUN echo $CUDA_VERSION\n", ""},
           {"FROM base AS a\nARG CUDA_VERSION=11.8\nFROM a\nARG CUDA_VERSION=1\n"
            "RUN echo $CUDA_VERSION\n",
            ""},
       }},
      {SlipKind::export_without_effect,
       {
           {"FROM base\nRUN export A=1\n", "export A=1"},
           {"FROM base\nRUN a && export A=1\n", "export A=1"},
           {"FROM base\nRUN export A=1 && a\n", ""},
           {"FROM base\nRUN export A=1 > x && a\n", ""},
           {"FROM base\nRUN export -p\n", ""},
           {"FROM base\nRUN cd /x\n", "cd /x"},
           {"FROM base\nRUN cd /x && a\n", ""},
           {"FROM base\nRUN a && cd -\n", ""},
           {"FROM base\nRUN (export A=1)\n", ""},
       }},
      {SlipKind::command_substitution,
       {
           {"FROM base\nENV A=\"$(nvcc --version)\"\n", "$(nvcc --version)"},
           {"FROM base\nENV A=\"x$(b (c) d)\"\n", "$(b (c) d)"},
           {"FROM base\nENV A='$(b)'\n", ""},
           {"FROM base\nENV A=`b`\n", "`b`"},
           {"FROM base\nENV PS1=$(b)\n", ""},
           {"FROM base\nRUN A=$(b)\n", ""},
       }},
      {SlipKind::inline_comment,
       {
           {"FROM base # why\n", "# why"},
           {"FROM base\nENV A=1 # why\n", "# why"},
           {"FROM base\nENV A=#fff\n", ""},
           {"FROM base\nRUN a # why\n", ""},
           {"FROM base\nRUN a # why \\\n  b\n", "# why"},
           {"FROM base\n# why\nRUN a\n", ""},
           {"FROM base\nRUN echo '# why'\n", ""},
           {"FROM base\nCMD [\"a\"] # why\n", "# why"},
       }},
      {SlipKind::unquoted_specifier,
       {
           {"FROM base\nRUN pip install torch>=2.0\n", "torch>=2.0"},
           {"FROM base\nRUN pip install torch>=2.0,<3 numpy\n", "torch>=2.0,<3"},
           {"FROM base\nRUN python3 -m pip install -U a[b]<2\n", "a[b]<2"},
           {"FROM base\nRUN uv pip install torch>2\n", "torch>2"},
           {"FROM base\nRUN pip install 'torch>=2.0'\n", ""},
           {"FROM base\nRUN pip install torch > log\n", ""},
           {"FROM base\nRUN pip install torch 2>/dev/null\n", ""},
           {"FROM base\nRUN pip install -r requirements.txt>log\n", ""},
           {"FROM base\nRUN pip freeze >=2.0\n", ""},
           {"FROM base\nRUN bash -c 'pip install torch>=2.0'\n", "torch>=2.0"},
           {"FROM base\nRUN [\"pip\", \"install\", \"torch>=2.0\"]\n", ""},
       }},
      {SlipKind::gpu_needed,
       {
           {"FROM base\nRUN nvidia-smi\n", "nvidia-smi"},
           {"FROM base\nRUN nvidia-smi || true\n", ""},
           {"FROM base\nRUN nvidia-smi; a\n", ""},
           {"FROM base\nRUN set -e; nvidia-smi; a\n", "nvidia-smi"},
           {"FROM base\nRUN if nvidia-smi; then a; fi\n", ""},
           {"FROM base\nRUN command -v nvidia-smi && nvidia-smi\n", ""},
           {"FROM base\nRUN command -v nvidia-smi || exit 0; nvidia-smi\n", ""},
           {"FROM base\nRUN --device=nvidia.com/gpu=all nvidia-smi\n", ""},
           {"FROM base\nCMD nvidia-smi\n", ""},
           {"FROM base\nRUN python -c 'import torch; assert torch.cuda.is_available()'\n",
            "python -c 'import torch; assert torch.cuda.is_available()'"},
           {"FROM base\nRUN python -c 'import torch; print(torch.cuda.is_available())'\n", ""},
       }},
  };
  for (const Slips& kind : kinds) {
    CAPTURE(static_cast<int>(kind.kind));
    for (const Case& each : kind.cases) {
      CAPTURE(each.text);
      CHECK(slips(gathered(each.text), kind.kind) == each.expected);
    }
  }
}

TEST_CASE("apt's key is wanted once per stage, until the stage has the new one") {
  const auto wants = [](const std::string& text) {
    const Gathered all = gathered(text);
    std::string out;
    for (const Fact& fact : all.facts.facts) {
      if (fact.what == Component::apt_key)
        out += std::to_string(fact.stage) + ":" + all.at(fact.span) + ";";
    }
    return out;
  };
  CHECK(wants("FROM a\nRUN apt-get update && apt-get install -y x\nRUN apt-get update\n") ==
        "0:apt-get update;");
  CHECK(wants("FROM a\nRUN apt-get update || true\n").empty());
  CHECK(wants("FROM a\nRUN rm /etc/apt/sources.list.d/cuda.list && apt-get update\n").empty());
  CHECK(wants("FROM a AS b\nRUN rm /etc/apt/sources.list.d/cuda.list\nFROM b\nRUN apt-get "
              "update\n")
            .empty());
  CHECK(wants("FROM a AS b\nFROM b\nRUN apt update\n") == "1:apt update;");
}

TEST_CASE("what is not a Dockerfile says nothing") {
  for (const std::string text : {"", "RUN nvidia-smi\n", "FROM {{ a }}\nRUN nvidia-smi\n"}) {
    const Gathered all = gathered(text);
    CHECK(all.facts.facts.empty());
    CHECK(all.facts.slips.empty());
  }
}
