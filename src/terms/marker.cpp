#include "terms/marker.h"

#include <algorithm>
#include <array>
#include <utility>

#include "terms/ascii.h"

namespace cudafit {

namespace {

using ascii::alnum;

/// Every variable, with the older spellings and what they are called today.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> variables{{
    {"python_version", "python_version"},
    {"python_full_version", "python_full_version"},
    {"os_name", "os_name"},
    {"os.name", "os_name"},
    {"sys_platform", "sys_platform"},
    {"sys.platform", "sys_platform"},
    {"platform_release", "platform_release"},
    {"platform_system", "platform_system"},
    {"platform_version", "platform_version"},
    {"platform.version", "platform_version"},
    {"platform_machine", "platform_machine"},
    {"platform.machine", "platform_machine"},
    {"platform_python_implementation", "platform_python_implementation"},
    {"platform.python_implementation", "platform_python_implementation"},
    {"python_implementation", "platform_python_implementation"},
    {"implementation_name", "implementation_name"},
    {"implementation_version", "implementation_version"},
    {"extra", "extra"},
    {"extras", "extras"},
    {"dependency_groups", "dependency_groups"},
}};

/// Reads one marker from left to right. Each function returns false (or nothing) where the text is
/// not one.
class Reader {
 public:
  Reader(std::string_view text, std::vector<Marker::Node>& nodes) : text_(text), nodes_(nodes) {}

  bool read() { return any_of(0) && at_ == text_.size(); }

 private:
  using Kind = Marker::Kind;
  /// As deep as pip lets parentheses nest.
  static constexpr int max_depth = 200;

  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  std::string_view word() const {
    std::size_t end = at_;
    while (end < text_.size() && (alnum(text_[end]) || text_[end] == '_')) ++end;
    return text_.substr(at_, end - at_);
  }
  bool take(std::string_view expected) {
    if (word() != expected) return false;
    at_ += expected.size();
    return true;
  }
  std::uint32_t last() const { return static_cast<std::uint32_t>(nodes_.size() - 1); }

  bool chain(Kind kind, std::string_view glue, int depth) {
    const auto operand = [&] { return kind == Kind::any_of ? all_of(depth) : atom(depth); };
    if (!operand()) return false;
    while (take(glue)) {
      const std::uint32_t left = last();
      if (!operand()) return false;
      Marker::Node node;
      node.kind = kind;
      node.a = left;
      node.b = last();
      nodes_.push_back(std::move(node));
    }
    return true;
  }
  bool any_of(int depth) { return chain(Kind::any_of, "or", depth); }
  bool all_of(int depth) { return chain(Kind::all_of, "and", depth); }

  bool atom(int depth) {
    blanks();
    if (at_ < text_.size() && text_[at_] == '(') {
      if (depth == max_depth) return false;
      ++at_;
      if (!any_of(depth + 1) || at_ >= text_.size() || text_[at_] != ')') return false;
      ++at_;
    } else if (!comparison()) {
      return false;
    }
    blanks();
    return true;
  }

  bool comparison() {
    Marker::Node node;
    if (!operand(node.left)) return false;
    blanks();
    if (!operation(node.op)) return false;
    blanks();
    if (!operand(node.right)) return false;
    nodes_.push_back(std::move(node));
    return true;
  }

  bool operand(Marker::Operand& out) {
    if (at_ >= text_.size()) return false;
    const char quote = text_[at_];
    if (quote == '"' || quote == '\'') {
      const std::size_t end = text_.find(quote, at_ + 1);
      if (end == std::string_view::npos) return false;
      out.text = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      // Escapes of Python, which nobody writes: a value that is not known.
      if (out.text.find('\\') != std::string::npos) out = {.variable = true, .text = {}};
      return true;
    }
    const std::size_t begin = at_;
    std::string_view name = word();
    at_ += name.size();
    if ((name == "os" || name == "sys" || name == "platform") && at_ < text_.size() &&
        text_[at_] == '.') {
      ++at_;
      at_ += word().size();
      name = text_.substr(begin, at_ - begin);
    }
    const auto* found = std::find_if(variables.begin(), variables.end(),
                                     [&](const auto& each) { return each.first == name; });
    if (found == variables.end()) return false;
    out = {.variable = true, .text = std::string(found->second)};
    return true;
  }

  bool operation(std::string& out) {
    if (take("in")) {
      out = "in";
      return true;
    }
    if (take("not")) {
      const std::size_t begin = at_;
      blanks();
      out = "not in";
      return at_ > begin && take("in");
    }
    static constexpr std::array<std::string_view, 8> operators{
        "===", "==", "~=", "!=", "<=", ">=", "<", ">"};
    for (const std::string_view each : operators) {
      if (!text_.substr(at_).starts_with(each)) continue;
      out = each;
      at_ += each.size();
      return true;
    }
    return false;
  }

  std::string_view text_;
  std::vector<Marker::Node>& nodes_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Marker> Marker::parse(std::string_view text) {
  Marker marker;
  if (!Reader(text, marker.nodes).read()) return std::nullopt;
  return marker;
}

}  // namespace cudafit
