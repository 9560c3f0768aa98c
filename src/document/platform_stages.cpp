#include "document/platform_stages.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "read/go_text.h"
#include "terms/word_list.h"

namespace cudafit::document {

namespace {

/// What stands before and behind the architecture in a FROM.
struct Pattern {
  std::string before;
  std::string behind;
};

std::optional<Pattern> pattern_of(const Stage& stage) {
  if (stage.from->arguments.empty()) return std::nullopt;
  const std::string& raw = stage.from->arguments[0].value;
  const std::size_t dollar = raw.find('$');
  if (dollar == std::string::npos || raw.find_first_of("$\"'", dollar + 1) != std::string::npos)
    return std::nullopt;
  const std::string_view rest = std::string_view(raw).substr(dollar + 1);
  const bool braces = rest.starts_with('{');
  const std::size_t end = braces ? rest.find('}') : rest.find_first_of("-.:/@");
  if (braces && end == std::string_view::npos) return std::nullopt;
  std::string_view name = rest.substr(braces ? 1 : 0, braces ? end - 1 : end);
  name = name.substr(0, name.find(':'));
  if (name != "TARGETARCH") return std::nullopt;
  Pattern out{read::to_lower(raw.substr(0, dollar)), {}};
  if (end != std::string_view::npos)
    out.behind = read::to_lower(rest.substr(end + (braces ? 1 : 0)));
  return out;
}

/// The architecture for which a FROM of that form takes the stage; empty where it never does.
std::string architecture_in(const Stage& stage, const Pattern& pattern) {
  const std::string name = read::to_lower(stage.name.value);
  const std::size_t around = pattern.before.size() + pattern.behind.size();
  if (name.size() <= around || !name.starts_with(pattern.before) || !name.ends_with(pattern.behind))
    return {};
  std::string out = name.substr(pattern.before.size(), name.size() - around);
  static constexpr WordList known = "amd64 arm64 arm 386 ppc64le s390x riscv64";
  return listed(known, out) ? out : std::string();
}

bool needed(const Document& document, std::size_t stage,
            const std::vector<std::vector<std::size_t>>& copied) {
  const auto builds_on = [&](const Stage& other) {
    return other.built && other.parent == static_cast<int>(stage);
  };
  return std::any_of(document.stages.begin(), document.stages.end(), builds_on) ||
         std::any_of(copied.begin(), copied.end(), [&](const std::vector<std::size_t>& sources) {
           return std::find(sources.begin(), sources.end(), stage) != sources.end();
         });
}

}  // namespace

void choose_by_platform(Document& document, const std::string& platform,
                        const std::vector<std::vector<std::size_t>>& copied) {
  for (std::size_t user = 0; user < document.stages.size(); ++user) {
    if (!document.stages[user].built) continue;
    const std::optional<Pattern> pattern = pattern_of(document.stages[user]);
    if (!pattern) continue;
    // A FROM sees the stages before it.
    for (std::size_t i = user; i-- > 0;) {
      Stage& stage = document.stages[i];
      const std::string architecture = architecture_in(stage, *pattern);
      if (architecture.empty()) continue;
      if (platform.empty()) {
        const bool said = !stage.platform.empty() || !stage.platform.complete;
        if (!said) stage.platform = Text("linux/" + architecture, {});
        continue;
      }
      const std::size_t slash = platform.find('/') + 1;
      const bool other = platform.substr(slash, platform.find('/', slash) - slash) != architecture;
      if (other && !needed(document, i, copied)) stage.built = stage.product = false;
    }
  }
}

}  // namespace cudafit::document
