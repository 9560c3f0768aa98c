#include "read/requirement_syntax.h"

#include <algorithm>

#include "read/wheel_name.h"
#include "terms/ascii.h"

namespace cudafit::read {

namespace {

using ascii::alnum;

bool name_char(char c) { return alnum(c) || c == '.' || c == '_' || c == '-'; }

class Reader {
 public:
  Reader(std::string_view text, RequirementSyntax& out) : text_(text), out_(out) {}

  void read() {
    blanks();
    out_.name = identifier();
    if (out_.name.empty()) return fail(at_, text_.size(), "expected the name of a package");
    blanks();
    if (peek() == '[' && !extras()) return;
    blanks();
    if (peek() == '@') {
      url();
    } else {
      clauses();
    }
  }

  /// `[a, b]` from the current position on.
  bool extras() {
    const std::size_t open = at_++;
    blanks();
    for (bool more = true; more;) {
      const Part extra = identifier();
      if (extra.empty()) {
        // `[]` is fine, a name behind a comma is not optional.
        if (!out_.extras.empty()) return no_extras(open);
        break;
      }
      out_.extras.push_back(normalized_name(view(extra)));
      blanks();
      more = peek() == ',';
      if (more) ++at_;
      blanks();
    }
    if (peek() != ']') return no_extras(open);
    ++at_;
    return true;
  }

  bool at_end() {
    blanks();
    return at_ == text_.size();
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::string_view view(Part part) const { return text_.substr(part.begin, part.end - part.begin); }
  void blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  void fail(std::size_t begin, std::size_t end, std::string message) {
    if (!out_.error.empty()) return;
    out_.error = std::move(message);
    out_.wrong = {begin, end};
  }

  bool no_extras(std::size_t open) {
    fail(open, text_.size(), "extras are names between \"[\" and \"]\", separated by commas");
    return false;
  }

  /// A name that begins with a letter or digit and does not end with `-` or `.`; empty without one.
  Part identifier() {
    Part part{at_, at_};
    if (!alnum(peek())) return part;
    while (part.end < text_.size() && name_char(text_[part.end])) ++part.end;
    while (text_[part.end - 1] == '-' || text_[part.end - 1] == '.') --part.end;
    at_ = part.end;
    return part;
  }

  void url() {
    ++at_;
    blanks();
    out_.url = {at_, at_};
    while (at_ < text_.size() && !ascii::blank(text_[at_])) ++at_;
    out_.url.end = at_;
    if (out_.url.empty()) return fail(at_ - 1, at_, "expected a URL behind \"@\"");
    if (!at_end()) fail(at_, text_.size(), "only a marker may stand behind the URL, after \" ;\"");
  }

  void clauses() {
    const bool parentheses = peek() == '(';
    const std::size_t open = at_;
    if (parentheses) ++at_;
    blanks();
    const std::size_t close =
        parentheses ? std::min(text_.find(')', at_), text_.size()) : text_.size();
    out_.clauses = {at_, close};
    while (!out_.clauses.empty() && ascii::blank(text_[out_.clauses.end - 1])) --out_.clauses.end;
    if (parentheses && close == text_.size()) {
      fail(open, text_.size(), "a \")\" is missing");
    } else if (parentheses) {
      at_ = close + 1;
      if (!at_end()) fail(at_, text_.size(), "expected nothing but a marker behind \")\"");
    }
    const std::string_view written = view(out_.clauses);
    auto parsed = Specifiers::parse(written);
    const auto commas = static_cast<std::size_t>(std::count(written.begin(), written.end(), ','));
    if (!parsed) return explain();
    const std::size_t count = parsed->all.size();
    out_.specifiers = std::move(*parsed);
    const bool trailing = count != 0 && count == commas && written.ends_with(',');
    if (!written.empty() && count != commas + 1 && !trailing) {
      fail(out_.clauses.begin, out_.clauses.end, "a version specifier is missing next to a comma");
    }
  }

  /// Says what is wrong with the first clause that is not one.
  void explain() {
    Part clause = out_.clauses;
    const auto parses = [&] { return Specifiers::parse(view(clause)).has_value(); };
    while (true) {
      clause.end = std::min(text_.find(',', clause.begin), out_.clauses.end);
      if (clause.end == out_.clauses.end || !parses()) break;
      clause.begin = clause.end + 1;
    }
    while (clause.begin < clause.end && ascii::blank(text_[clause.begin])) ++clause.begin;
    while (clause.begin < clause.end && ascii::blank(text_[clause.end - 1])) --clause.end;
    const std::string_view written = view(clause);
    if (beyond(written)) {
      out_.beyond = true;
      return;
    }
    fail(clause.begin, clause.end, reason(written));
  }

  /// Versions with more or larger numbers than PyVersion holds.
  static bool beyond(std::string_view clause) {
    std::size_t digits = 0;
    std::size_t dots = 0;
    for (const char c : clause) {
      digits = ascii::digit(c) ? digits + 1 : 0;
      dots += c == '.' ? 1u : 0u;
      if (digits > 18 || dots >= PyVersion::max_release) return true;
    }
    return false;
  }

  static std::string reason(std::string_view clause) {
    const std::size_t size = std::min(clause.find_first_not_of("<>=!~"), clause.size());
    const std::string_view op = clause.substr(0, size);
    const std::string_view version = clause.substr(size);
    if (op.empty()) return quoted(clause) + " is not a version specifier such as \">=1.0\"";
    if (op == "=") return "\"=\" is not an operator for versions, \"==\" is";
    const bool known = op == "==" || op == "!=" || op == "<=" || op == ">=" || op == "<" ||
                       op == ">" || op == "~=" || op == "===";
    if (!known) return quoted(op) + " is not an operator for versions";
    const bool equality = op == "==" || op == "!=";
    if (version.empty()) return "a version is missing behind " + quoted(op);
    if (!equality && version.ends_with(".*")) {
      return "\".*\" can stand only behind \"==\" and \"!=\"";
    }
    if (!equality && version.find('+') != std::string_view::npos) {
      return "a local version such as \"+cu118\" can stand only behind \"==\" and \"!=\"";
    }
    if (op == "~=" && PyVersion::parse(version)) {
      return "\"~=\" needs a version of at least two numbers";
    }
    return quoted(version) + " is not a version";
  }

  std::string_view text_;
  RequirementSyntax& out_;
  std::size_t at_ = 0;
};

}  // namespace

RequirementSyntax parse_requirement(std::string_view text) {
  RequirementSyntax out;
  Reader(text, out).read();
  return out;
}

bool parse_extras(std::string_view text, std::vector<std::string>& out) {
  RequirementSyntax syntax;
  Reader reader(text, syntax);
  if (!text.starts_with('[') || !reader.extras() || !reader.at_end()) return false;
  out = std::move(syntax.extras);
  return true;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return '"' + std::string(text) + '"';
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return '"' + std::string(text.substr(0, end)) + "...\"";
}

}  // namespace cudafit::read
