// Which torch an installer takes, and what of that is a finding.

#include <doctest/doctest.h>

#include <string>

#include "graph/graph.h"
#include "read/dockerfile.h"

using namespace cudafit;
using namespace cudafit::graph;

namespace {

Graph graph_of(std::string_view text) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  const auto plain = [](std::string_view) {
    return std::optional(document::BaseEnvironment{.variables = {}, .complete = true});
  };
  return connect(facts::gather(document::evaluate(dockerfile, {}, plain), {}));
}

/// The choice for torch in `RUN <command>` on an image: "2.0.1+cu118", "none" or "unknown".
std::string chosen(std::string_view command, std::string_view image = "python:3.10-slim") {
  const Graph graph =
      graph_of("FROM " + std::string(image) + "\nRUN " + std::string(command) + "\n");
  std::string out;
  for (const WheelChoice& choice : graph.wheels) {
    if (!out.empty()) out += "; ";
    switch (choice.outcome) {
      case WheelChoice::Outcome::found:
        out += choice.version + (choice.wheel && choice.wheel->pypi ? " from PyPI" : "");
        break;
      case WheelChoice::Outcome::none:
        out += "none";
        break;
      default:
        out += "unknown";
    }
  }
  return out;
}

const std::string whl = "https://download.pytorch.org/whl/";

}  // namespace

TEST_CASE("pip merges all indexes; labels count for something") {
  CHECK(chosen("pip install torch==2.0.1") == "2.0.1 from PyPI");
  CHECK(chosen("pip install torch==2.0.1 --extra-index-url " + whl + "cu118") == "2.0.1+cu118");
  CHECK(chosen("pip install torch==2.0.1 --index-url " + whl + "cpu") == "2.0.1+cpu");
  CHECK(chosen("pip install torch==2.6.0 --extra-index-url " + whl + "cu121") == "2.6.0 from PyPI");
  CHECK(chosen("pip install torch==2.6.0 --index-url " + whl + "cu121") == "none");
  CHECK(chosen("pip install torch==2.0.1+cu118") == "none");
  CHECK(chosen("pip install torch==2.0.1+cu118 --index-url " + whl + "cu118") == "2.0.1+cu118");
  CHECK(chosen("pip install 'torch<2.1,>=2' --index-url " + whl + "cu118") == "2.0.1+cu118");
  CHECK(chosen("pip install torch --index-url " + whl + "cu118") == "2.7.1+cu118");
  CHECK(chosen("pip install 'torch>=2.6' --index-url " + whl + "cu121") == "none");
}

TEST_CASE("uv stays on the first index that has the package") {
  CHECK(chosen("uv pip install --system torch --extra-index-url " + whl + "cu118") ==
        "2.7.1+cu118");
  CHECK(chosen("uv pip install --system torch==2.6.0 --extra-index-url " + whl + "cu121") ==
        "none");
  CHECK(chosen("uv pip install --system torch==2.6.0 --torch-backend=cu124") == "2.6.0+cu124");
  CHECK(chosen("uv pip install --system torch==2.6.0 --torch-backend=auto") == "unknown");
}

TEST_CASE("Python and the release decide too") {
  CHECK(chosen("pip install torch==1.7.1") == "none");
  CHECK(chosen("pip install torch==1.7.1", "python:3.8-slim") == "1.7.1 from PyPI");
  CHECK(chosen("pip install torch==1.9.2") == "none");
  CHECK(chosen("pip install torch==99.0.0") == "unknown");
  CHECK(chosen("pip install torch==2.6.0rc1") == "unknown");
  CHECK(chosen("pip install torch==2.1.0 --index-url " + whl + "cu121",
               "--platform=linux/arm64 python:3.10-slim") == "none");
}

TEST_CASE("all builds side by side") {
  CHECK(chosen("pip install torch==1.7.1 -f " + whl + "torch_stable.html", "python:3.8-slim") ==
        "1.7.1+rocm3.8");
  CHECK(chosen("pip install torch==1.7.1+cu110 -f " + whl + "torch_stable.html",
               "python:3.8-slim") == "1.7.1+cu110");
  CHECK(chosen("pip install torch==1.7.1+cu102 -f " + whl + "torch_stable.html",
               "python:3.8-slim") == "none");
  CHECK(chosen("pip install torch==1.13.1+cu117 -f " + whl + "cu117/torch_stable.html") ==
        "1.13.1+cu117");
}

TEST_CASE("what cannot be seen proves nothing") {
  CHECK(chosen("pip install torch==2.0.1+cu118 -f https://example.com/wheels") == "unknown");
  CHECK(chosen("pip install torch==2.0.1+cu118 --index-url https://example.com/simple") ==
        "unknown");
  CHECK(chosen("pip install torch==2.0.1+cu118 -r requirements.txt") == "unknown");
  CHECK(chosen("pip install torch==2.0.1 --extra-index-url " + whl + "nightly/cu118") == "unknown");
}

TEST_CASE("what is there and satisfies stays; what does not is replaced") {
  const auto overrides = [](std::string_view text) {
    const Graph graph = graph_of(text);
    std::string out;
    for (const TorchOverride& each : graph.torch.overrides) {
      out += (out.empty() ? "" : "; ") + each.need.object + " by " + each.need.subject;
      if (!each.broken.empty()) out += ", breaks " + each.broken;
    }
    return out;
  };
  const std::string start = "FROM python:3.10-slim\nRUN pip install torch==2.4.1 --index-url " +
                            whl + "cu118\nRUN pip install ";
  CHECK(overrides(start + "torch==2.4.1\n").empty());
  CHECK(overrides(start + "'torch>=2'\n").empty());
  CHECK(overrides(start + "torch==2.3.1\n") == "torch 2.4.1+cu118 by torch 2.3.1+cu121");
  CHECK(overrides(start + "torch==2.3.1 || true\n").empty());
  CHECK(overrides(start + "--target /x torch==2.3.1\n").empty());
  CHECK(overrides(start + "torchvision==0.18.1\n") == "torch 2.4.1+cu118 by torch 2.3.1+cu121");
  CHECK(overrides(start + "torch torchvision==0.19.1\n").empty());
  CHECK(overrides("FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime\n"
                  "RUN pip install torch==2.3.1\n") == "torch 2.4.1+cu124 by torch 2.3.1+cu121");
}
