#include "read/setup_cfg.h"

#include "read/wheel_name.h"
#include "terms/ascii.h"

namespace cudafit::read {

namespace {

/// Reads line by line, as Python's configparser does: a value goes on in the lines below that are
/// indented.
class Reader {
 public:
  Reader(FileId file, std::string_view bytes) : file_(file), bytes_(bytes) {}

  SetupCfg read() {
    std::size_t begin = bytes_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (begin < bytes_.size()) {
      const std::size_t end = std::min(bytes_.find('\n', begin), bytes_.size());
      line(begin, end);
      begin = end + 1;
    }
    return std::move(out_);
  }

 private:
  void line(std::size_t begin, std::size_t end) {
    std::size_t first = begin;
    while (first < end && ascii::blank(bytes_[first])) ++first;
    while (end > first && ascii::blank(bytes_[end - 1])) --end;
    if (first == end || bytes_[first] == '#' || bytes_[first] == ';') return;
    const std::string_view text = bytes_.substr(first, end - first);
    if (first > begin && list_ != nullptr) return entry(first, end);
    if (first > begin) return;
    list_ = nullptr;
    if (text.front() == '[' && text.back() == ']') {
      section_ = text.substr(1, text.size() - 2);
      return;
    }
    const std::size_t separator = text.find_first_of("=:");
    if (separator == std::string_view::npos) return;
    std::string_view key = text.substr(0, separator);
    while (!key.empty() && ascii::blank(key.back())) key.remove_suffix(1);
    if (section_ == "options" && (key == "install_requires" || key == "install-requires")) {
      list_ = &out_.dependencies;
    } else if (section_ == "options.extras_require") {
      DependencyGroup& group = out_.extras.emplace_back();
      const auto at = static_cast<std::uint32_t>(first);
      group.name = Text(key, {file_, at, at + static_cast<std::uint32_t>(key.size())});
      group.normalized = normalized_name(key);
      list_ = &group.dependencies;
    } else {
      return;
    }
    std::size_t value = first + separator + 1;
    while (value < end && ascii::blank(bytes_[value])) ++value;
    if (value < end) inline_list(value, end);
  }

  /// `install_requires = a, b`: on the line of the key, commas or semicolons separate.
  void inline_list(std::size_t begin, std::size_t end) {
    const std::string_view text = bytes_.substr(begin, end - begin);
    // What the separators mean depends on what follows; nobody writes versions so.
    if (text.find_first_of(",;") != std::string_view::npos) {
      out_.known = false;
      return;
    }
    entry(begin, end);
  }

  void entry(std::size_t begin, std::size_t end) {
    const std::string_view text = bytes_.substr(begin, end - begin);
    const Text written(text,
                       {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    Requirement requirement = read_requirement(written);
    // `file:` names another list; `%(x)s` stands for another value.
    if (!requirement.error.empty() || text.starts_with("file:") ||
        text.find("%(") != std::string_view::npos) {
      out_.known = false;
      return;
    }
    list_->push_back({.requirement = std::move(requirement), .span = written.span()});
  }

  FileId file_;
  std::string_view bytes_;
  SetupCfg out_;
  std::string_view section_;
  std::vector<Dependency>* list_ = nullptr;  ///< of the value that goes on; null: of no interest
};

}  // namespace

SetupCfg read_setup_cfg(FileId file, std::string_view bytes) { return Reader(file, bytes).read(); }

bool only_calls_setup(std::string_view script) {
  constexpr std::string_view call = "setup(";
  const std::size_t at = script.find(call);
  if (at == std::string_view::npos || script.find(call, at + 1) != std::string_view::npos)
    return false;
  std::size_t behind = at + call.size();
  while (behind < script.size() && ascii::blank(script[behind])) ++behind;
  return behind < script.size() && script[behind] == ')';
}

}  // namespace cudafit::read
