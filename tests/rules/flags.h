#pragma once
// How a test says that its files are built.

#include <iomanip>
#include <sstream>
#include <string>
#include <string_view>

#include "analyze.h"

namespace cudafit::test {

/// `# flags: --build-arg A=1 --target x --driver 535.104.05 --gpu "RTX 2080 Ti"` on the first line.
inline Build build_of(std::string_view text) {
  Build build{.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}};
  if (!text.starts_with("# flags:")) return build;
  std::istringstream words(std::string(text.substr(8, text.find('\n') - 8)));
  facts::Host host;
  bool declared = false;
  std::string flag;
  std::string value;
  while (words >> flag >> std::quoted(value)) {
    document::BuildOptions& options = build.options;
    if (flag == "--build-arg")
      options.args[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1);
    if (flag == "--target") options.target = value;
    if (flag == "--platform") options.platform = value;
    if (flag == "--driver") host.driver = value;
    if (flag == "--gpu") host.gpus.push_back({value, {}});
    if (flag == "--host") host.wsl2 = value == "wsl2";
    if (flag == "--cdi") host.cdi = known(value == "true");  // only [[host]] tables can say it
    declared = declared || flag == "--driver" || flag == "--gpu" || flag == "--host";
  }
  host.origin = "the command line";
  if (declared) build.hosts.push_back(std::move(host));
  return build;
}

}  // namespace cudafit::test
