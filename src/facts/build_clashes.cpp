#include "facts/build_clashes.h"

#include <algorithm>
#include <string_view>

#include "read/go_text.h"
#include "source/nearest.h"
#include "terms/word_list.h"

namespace cudafit::facts {

namespace {

using read::Instruction;
using read::Keyword;

/// Arguments that BuildKit knows without an ARG.
constexpr WordList predefined =
    "HTTP_PROXY http_proxy HTTPS_PROXY https_proxy FTP_PROXY ftp_proxy NO_PROXY no_proxy ALL_PROXY "
    "all_proxy SOURCE_DATE_EPOCH TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM "
    "BUILDOS BUILDARCH BUILDVARIANT";

void complete(BuildClash& clash) {
  const std::vector<std::string_view> names(clash.known.begin(), clash.known.end());
  clash.nearest = nearest(clash.written, names);
  if (!clash.nearest.empty()) clash.edits.push_back({clash.span, clash.nearest});
}

void add_arguments(const Instruction& instruction, std::vector<std::string>& out) {
  if (instruction.nested) return add_arguments(*instruction.nested, out);
  if (instruction.keyword != Keyword::arg) return;
  for (const Text& word : instruction.arguments)
    out.push_back(word.value.substr(0, word.value.find('=')));
}

/// A frontend of somebody's own may know more than the file says.
bool usual_frontend(const read::Dockerfile& dockerfile) {
  return dockerfile.syntax.empty() ||
         dockerfile.syntax.find("docker/dockerfile") != std::string::npos;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_target(const read::Dockerfile& dockerfile, const read::ComposeBuild& build,
                  const std::string& shown, std::vector<BuildClash>& out) {
  const Text& target = build.target;
  if (target.empty() || !target.complete) return;
  BuildClash clash{.kind = ClashKind::no_stage, .span = target.around(), .written = target.value};
  std::size_t stages = 0;
  for (const Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword != Keyword::from) continue;
    ++stages;
    if (!clash.place && !instruction.arguments.empty())
      clash.place = instruction.arguments.front().around();
    if (instruction.arguments.size() != 3) continue;
    const std::string& name = instruction.arguments[2].value;
    if (name.find('$') != std::string::npos) return;
    if (read::to_lower(name) == read::to_lower(target.value)) return;
    clash.known.push_back(name);
  }
  const bool number = target.value.find_first_not_of("0123456789") == std::string::npos;
  if (stages == 0 || (number && target.size() < 6 && std::stoul(target.value) < stages)) return;
  clash.dockerfile = shown;
  complete(clash);
  out.push_back(std::move(clash));
}

}  // namespace

std::vector<BuildClash> build_clashes(const read::Dockerfile& dockerfile,
                                      const read::ComposeService& service,
                                      const std::string& shown) {
  std::vector<BuildClash> out;
  if (!service.build || !dockerfile.errors.empty() || !usual_frontend(dockerfile)) return out;
  check_target(dockerfile, *service.build, shown, out);
  std::vector<std::string> declared;
  for (const Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword == Keyword::unknown) return out;
    add_arguments(instruction, declared);
  }
  for (const read::ComposePair& arg : service.build->args) {
    const std::string& name = arg.name.value;
    if (!arg.name.complete || has(declared, name) || listed(predefined, name) ||
        name.starts_with("BUILDKIT_"))
      continue;
    BuildClash clash{.kind = ClashKind::no_argument, .span = arg.name.around(), .written = name};
    clash.known = declared;
    clash.dockerfile = shown;
    complete(clash);
    const bool given = std::any_of(
        service.build->args.begin(), service.build->args.end(),
        [&](const read::ComposePair& other) { return other.name.value == clash.nearest; });
    if (given) {
      clash.nearest.clear();
      clash.edits.clear();
    }
    // An argument that others are handed, too, is only a slip when it looks like one that is there.
    if (service.build->shared_args && clash.nearest.empty()) continue;
    out.push_back(std::move(clash));
  }
  return out;
}

std::vector<BuildClash> platform_clashes(const read::ComposeService& service) {
  if (!service.build || !service.platform || !service.platform->complete) return {};
  const std::vector<Text>& built = service.build->platforms;
  const std::string& wanted = service.platform->value;
  if (built.empty() || wanted.empty()) return {};
  BuildClash clash{.kind = ClashKind::platforms,
                   .span = service.platform->around(),
                   .written = wanted,
                   .place = built.front().around()};
  for (const Text& each : built) {
    if (!each.complete || each.value == wanted) return {};
    clash.known.push_back(each.value);
  }
  return {std::move(clash)};
}

}  // namespace cudafit::facts
