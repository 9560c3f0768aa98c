#pragma once
// Requests as short texts: "torch 2.4; gpu RTX 4090; driver 535; python 3.11; compile".

#include <string>
#include <string_view>

#include "recommend/from_nothing.h"

namespace cudafit::test {

inline recommend::Request ask(std::string_view written) {
  recommend::Request out;
  facts::Host& host = out.hosts.emplace_back();
  host.origin = "the command line";
  while (!written.empty()) {
    const std::size_t end = std::min(written.find(';'), written.size());
    std::string_view part = written.substr(0, end);
    written.remove_prefix(std::min(end + 1, written.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    const std::size_t blank = std::min(part.find(' '), part.size());
    const std::string_view name = part.substr(0, blank);
    const std::string value(part.substr(std::min(blank + 1, part.size())));
    if (name == "torch") out.torch = value;
    if (name == "tensorflow") out.tensorflow = value;
    if (name == "jax") out.jax = value;
    if (name == "cuda") out.cuda = value;
    if (name == "python") out.python = value;
    if (name == "compile") out.compile = true;
    if (name == "small") out.small = true;
    if (name == "gpu") host.gpus.push_back({value, {}});
    if (name == "driver") host.driver = value;
    if (name == "wsl2") host.wsl2 = true;
    if (name == "arm64") out.platform = host.platform = "linux/arm64";
  }
  return out;
}

}  // namespace cudafit::test
