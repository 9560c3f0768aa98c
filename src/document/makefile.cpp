// Which commands a Makefile runs, as far as plain rules and variables say it.

#include <algorithm>
#include <map>
#include <set>

#include "document/changing_programs.h"
#include "document/paths.h"
#include "read/dockerignore.h"

namespace cudafit::document {

namespace {

constexpr int deepest = 8;                              ///< variables in variables
constexpr std::size_t longest = std::size_t{64} << 10;  ///< bytes of one line with its variables
constexpr std::size_t most_lines = 2000;                ///< of all rules that are run
constexpr std::size_t most_rules = 4000;
constexpr std::size_t most_targets = 500;      ///< that are made
constexpr std::size_t most_replaced = 100000;  ///< variables, all together

/// What make puts for `$(shell ls)` and other things that are not followed.
constexpr std::string_view unknown = "$MAKE_VALUE";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

struct Rule {
  std::vector<std::string> targets, needs;
  std::vector<std::string> lines;
};

class Makefile {
 public:
  explicit Makefile(std::string_view text) { read(text); }

  std::vector<std::string> commands(const std::vector<std::string_view>& targets) {
    for (const std::string_view target : targets) run(std::string(target));
    if (targets.empty() && !first_.empty()) run(first_);
    return std::move(out_);
  }

 private:
  using Automatic = std::map<std::string, std::string, std::less<>>;

  void read(std::string_view text) {
    while (!text.empty()) {
      std::string line;
      while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.ends_with('\r')) part.remove_suffix(1);
        const bool goes_on = part.ends_with('\\');
        line += part.substr(0, part.size() - (goes_on ? 1 : 0));
        if (!goes_on || text.empty()) break;
        line += ' ';
      }
      take(line);
    }
  }

  void take(const std::string& line) {
    if (line.starts_with('\t')) {
      if (!rules_.empty()) rules_.back().lines.push_back(line);
      return;
    }
    const std::string_view plain = trimmed(std::string_view(line).substr(0, line.find('#')));
    if (plain.empty()) return;
    const std::size_t equals = plain.find('=');
    const std::size_t colon = plain.find(':');
    if (equals != std::string_view::npos &&
        (colon == std::string_view::npos || equals < colon || equals == colon + 1 ||
         plain.substr(colon, equals - colon) == "::")) {
      std::string_view name = plain.substr(0, std::min(equals, colon));
      const bool adds = name.ends_with('+');
      while (!name.empty() &&
             std::string_view("+?! \t").find(name.back()) != std::string_view::npos)
        name.remove_suffix(1);
      if (name.starts_with("export ")) name = trimmed(name.substr(7));
      std::string& value = variables_[std::string(name)];
      const std::string_view given = trimmed(plain.substr(equals + 1));
      value = adds ? value + " " + std::string(given) : std::string(given);
      return;
    }
    if (colon == std::string_view::npos || rules_.size() >= most_rules) return;
    const std::string_view behind =
        plain.substr(colon + (plain.substr(colon).starts_with("::") ? 2 : 1));
    const std::size_t semicolon = std::min(behind.find(';'), behind.size());
    Rule rule{.targets = words(expanded(plain.substr(0, colon), {}, 0)),
              .needs = words(expanded(behind.substr(0, semicolon), {}, 0)),
              .lines = {}};
    if (semicolon < behind.size()) rule.lines.emplace_back(behind.substr(semicolon + 1));
    for (const std::string& target : rule.targets)
      if (first_.empty() && !target.starts_with('.') && target.find('%') == std::string::npos)
        first_ = target;
    rules_.push_back(std::move(rule));
  }

  std::string expanded(std::string_view text, const Automatic& automatic, int depth) {
    std::string out;
    for (std::size_t i = 0; i < text.size() && out.size() < longest; ++i) {
      if (text[i] != '$' || i + 1 == text.size()) {
        out += text[i];
        continue;
      }
      const char next = text[++i];
      std::string_view name = text.substr(i, 1);
      if (next == '$') {
        out += '$';
        continue;
      }
      if (next == '(' || next == '{') {
        const std::size_t end = text.find(next == '(' ? ')' : '}', i);
        if (end == std::string_view::npos) return out.append(unknown);
        name = text.substr(i + 1, end - i - 1);
        i = end;
      }
      if (name == "MAKE") {
        out += "make";
      } else if (const auto known = automatic.find(name); known != automatic.end()) {
        out += known->second;
      } else if (const auto set = variables_.find(name);
                 set != variables_.end() && depth < deepest && ++replaced_ < most_replaced) {
        out += expanded(set->second, automatic, depth + 1);
      } else {
        out += unknown;
      }
    }
    return out;
  }

  void run(const std::string& target) {
    if (done_.size() >= most_targets || !done_.insert(target).second) return;
    for (const Rule& rule : rules_) {
      const bool makes =
          std::any_of(rule.targets.begin(), rule.targets.end(), [&](const std::string& each) {
            if (each == target) return true;
            std::string pattern = each;
            const std::size_t percent = pattern.find('%');
            if (percent == std::string::npos) return false;
            pattern[percent] = '*';
            return read::path_match(pattern, target);
          });
      if (!makes) continue;
      std::string all;
      for (const std::string& need : rule.needs) {
        run(need);
        all.append(all.empty() ? "" : " ").append(need);
      }
      const Automatic automatic{{"@", target},
                                {"<", rule.needs.empty() ? std::string() : rule.needs.front()},
                                {"^", all}};
      for (const std::string& line : rule.lines) {
        if (out_.size() >= most_lines) return;
        const std::string whole = expanded(line, automatic, 0);
        const std::size_t begin = std::min(whole.find_first_not_of("\t @+-"), whole.size());
        out_.push_back(whole.substr(begin));
      }
    }
  }

  std::map<std::string, std::string, std::less<>> variables_;
  std::vector<Rule> rules_;
  std::string first_;
  std::set<std::string> done_;
  std::size_t replaced_ = 0;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> make_commands(std::string_view makefile,
                                       const std::vector<std::string_view>& targets) {
  return Makefile(makefile).commands(targets);
}

}  // namespace cudafit::document
