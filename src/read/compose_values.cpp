#include "read/compose_values.h"

#include <algorithm>
#include <optional>

#include "read/text_builder.h"
#include "terms/ascii.h"

namespace cudafit::read {

namespace {

/// Defaults in defaults; nobody writes more.
constexpr int most_nested = 20;
/// Defaults and variables can multiply.
constexpr std::size_t most_bytes = std::size_t{1} << 20;

bool starts_name(char c) { return ascii::letter(c) || c == '_'; }
bool in_name(char c) { return starts_name(c) || ascii::digit(c); }

class Interpolation {
 public:
  Interpolation(const ComposeVariables& variables, std::vector<ComposeUse>* uses)
      : variables_(variables), uses_(uses) {}

  Text expand(const Text& raw, int depth = 0) {
    if (raw.value.find('$') == std::string::npos) return raw;
    TextBuilder out(raw);
    const std::string& value = raw.value;
    std::size_t at = 0;
    while (at < value.size()) {
      const std::size_t dollar = std::min(value.find('$', at), value.size());
      if (dollar > at) out.keep(at, dollar);
      if (dollar == value.size()) break;
      at = dollar + 1;
      const char next = at < value.size() ? value[at] : '\0';
      if (next == '$') {
        out.replace("$", dollar, at + 1);
        ++at;
      } else if (starts_name(next)) {
        while (at < value.size() && in_name(value[at])) ++at;
        const std::string name = value.substr(dollar + 1, at - dollar - 1);
        note(raw, dollar, at, name, false, false);
        put(name, out);
      } else if (next == '{') {
        at = braces(raw, dollar, depth, out);
      } else {
        out.keep(dollar, at);  // "$(", "$1": Compose leaves them alone
      }
    }
    if (!raw.complete) out.mark_incomplete();
    return out.take();
  }

  bool fell_back() const { return fell_back_; }

 private:
  void note(const Text& raw, std::size_t begin, std::size_t end, const std::string& name,
            bool has_operator, bool invalid) {
    if (uses_ == nullptr) return;
    uses_->push_back({raw.span(begin, end),
                      raw.around(),
                      raw.value.substr(begin, end - begin),
                      name,
                      has_operator,
                      invalid,
                      {},
                      {}});
  }

  const Text* known(std::string_view name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? nullptr : &found->second;
  }

  void put(std::string_view name, TextBuilder& out) {
    const Text* const value = known(name);
    if (value == nullptr || (bytes_ += value->size()) > most_bytes) return out.mark_incomplete();
    if (!value->complete) out.mark_incomplete();
    out.append(*value);
  }

  /// `${...}` from `dollar` on; where it ends.
  std::size_t braces(const Text& raw, std::size_t dollar, int depth, TextBuilder& out) {
    const std::string& value = raw.value;
    std::size_t end = dollar + 1;
    for (int open = 0; end < value.size(); ++end) {
      if (value[end] == '{') ++open;
      if (value[end] == '}' && --open == 0) break;
    }
    std::size_t at = dollar + 2;
    if (at < value.size() && starts_name(value[at])) {
      while (at < value.size() && in_name(value[at])) ++at;
    }
    const std::string name = value.substr(std::min(dollar + 2, value.size()), at - dollar - 2);
    std::size_t behind = at;  // of the operator
    if (behind < end && value[behind] == ':') ++behind;
    const char op = behind < end ? value[behind] : '\0';
    const bool with = op == '-' || op == '?' || op == '+';
    if (end >= value.size() || name.empty() || (at != end && !with)) {
      note(raw, dollar, std::min(end + 1, value.size()), name, with, true);
      out.mark_incomplete();
      return value.size();
    }
    note(raw, dollar, end + 1, name, with, false);
    if (!with || op == '?') {
      put(name, out);
      return end + 1;
    }
    const bool colon = value[at] == ':';
    const Text* const found = known(name);
    const bool there = found != nullptr && !(colon && found->complete && found->empty());
    if (op == '-' && there) {
      put(name, out);
    } else if (op == '-' || there) {
      if (depth < most_nested) {
        const Text written = raw.slice(behind + 1, end);
        if (op == '-' && found == nullptr) {
          fell_back_ = true;
          if (uses_ != nullptr) uses_->back().fallback = written.around();
        }
        const Text inner = expand(written, depth + 1);
        if (!inner.complete) out.mark_incomplete();
        out.append(inner);
      } else {
        out.mark_incomplete();
      }
    } else {
      out.mark_incomplete();  // `+`: only the caller knows
    }
    return end + 1;
  }

  const ComposeVariables& variables_;
  std::vector<ComposeUse>* uses_;
  std::size_t bytes_ = 0;
  bool fell_back_ = false;  ///< a default counts that whoever calls Compose may replace
};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// `script`: what is below is run.
void interpolate_below(Yaml& tree, const ComposeVariables& variables, std::vector<ComposeUse>* uses,
                       bool script) {
  if (tree.kind == Yaml::Kind::scalar && tree.text.value.find('$') != std::string::npos) {
    const std::size_t before = uses == nullptr ? 0 : uses->size();
    const std::string raw = tree.text.value;
    tree.text = interpolate(tree.text, variables, uses);
    tree.quoted = true;  // Compose has put a text there
    for (std::size_t i = before; script && uses != nullptr && i < uses->size(); ++i)
      (*uses)[i].script = raw;
  }
  for (Yaml& item : tree.items) interpolate_below(item, variables, uses, script);
  for (YamlEntry& entry : tree.entries) {
    const std::string& key = entry.key.text.value;
    const bool here = key == "command" || key == "entrypoint" || key == "test";
    interpolate_below(entry.value, variables, uses, script || here);
  }
}

}  // namespace

Text interpolate(const Text& text, const ComposeVariables& variables,
                 std::vector<ComposeUse>* uses) {
  Interpolation interpolation(variables, uses);
  Text out = interpolation.expand(text);
  if (out.empty() && interpolation.fell_back()) out.complete = false;
  return out;
}

void interpolate(Yaml& tree, const ComposeVariables& variables, std::vector<ComposeUse>* uses) {
  interpolate_below(tree, variables, uses, false);
}

ComposeVariables read_dotenv(FileId file, std::string_view bytes) {
  ComposeVariables out;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = trimmed(bytes.substr(at, end - at));
    at = end + 1;
    if (line.starts_with("export ")) line = trimmed(line.substr(7));
    const std::size_t equals = line.find_first_of("=:");
    if (line.empty() || line.front() == '#' || equals == std::string_view::npos) continue;
    const std::string name(trimmed(line.substr(0, equals)));
    std::string_view value = trimmed(line.substr(equals + 1));
    const char quote = value.empty() ? '\0' : value.front();
    Text text;
    if (quote == '"' || quote == '\'') {
      const std::size_t close = value.find(quote, 1);
      // Over several lines, or with escapes: not followed.
      text.complete = close != std::string_view::npos &&
                      value.substr(0, close).find('\\') == std::string_view::npos;
      value = value.substr(1, close == std::string_view::npos ? close : close - 1);
    } else {
      const std::size_t comment = value.find(" #");
      value = trimmed(value.substr(0, comment));
    }
    const auto begin = static_cast<std::uint32_t>(value.data() - bytes.data());
    if (!value.empty())
      text.append(value, {file, begin, begin + static_cast<std::uint32_t>(value.size())});
    if (quote != '\'' && value.find('$') != std::string_view::npos) {
      text.complete = false;
    }
    out[name] = std::move(text);
  }
  return out;
}

}  // namespace cudafit::read
