#pragma once
// What the tests of rules share: reading files, flags of a test, the rules of a report.

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "analyze.h"

namespace cudafit::test {

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

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
    if (flag == "--service") {  // of the Compose file beside it
      build.compose = "compose.yaml";
      build.services.push_back(value);
    }
    if (flag == "--driver") host.driver = value;
    if (flag == "--gpu") host.gpus.push_back({value, {}});
    if (flag == "--host") host.wsl2 = value == "wsl2";
    if (flag == "--jetpack") host.jetpack = value;           // the same
    if (flag == "--l4t") host.l4t = value;                   // the same
    if (flag == "--cdi") host.cdi = known(value == "true");  // only [[host]] tables can say it
    declared = declared || flag == "--driver" || flag == "--gpu" || flag == "--host" ||
               flag == "--jetpack" || flag == "--l4t";
  }
  host.origin = "the command line";
  if (declared) build.hosts.push_back(std::move(host));
  return build;
}

inline std::multiset<std::string> ids(const Report& report) {
  std::multiset<std::string> out;
  for (const Diagnostic& finding : report.findings) out.insert(std::string(finding.rule));
  return out;
}

}  // namespace cudafit::test
