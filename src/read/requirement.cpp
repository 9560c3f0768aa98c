#include "read/requirement.h"

#include <algorithm>

#include "read/link.h"
#include "read/requirement_syntax.h"
#include "terms/ascii.h"

namespace cudafit::read {

namespace {

using Kind = Requirement::Kind;

/// Steps in the order in which pip takes a requirement apart.
class Reader {
 public:
  Reader(const Text& text, Requirement& out) : text_(text), value_(text.value), out_(out) {}

  void read() {
    Part whole = trimmed({0, value_.size()});
    if (whole.empty()) return fail("the requirement is empty", whole);
    const Part place = without_marker(whole);
    if (is_url(place)) return url(place);
    if (out_.editable ? !direct(place) : !file(place) && !named(place)) directory(place);
  }

 private:
  std::string_view view(Part part) const {
    return value_.substr(part.begin, part.end - part.begin);
  }
  Part trimmed(Part part) const {
    while (!part.empty() && ascii::blank(value_[part.begin])) ++part.begin;
    while (!part.empty() && ascii::blank(value_[part.end - 1])) --part.end;
    return part;
  }
  bool is_url(Part part) const { return installable_scheme(split_link(view(part)).scheme); }
  void fail(std::string message, Part where) {
    if (!out_.error.empty()) return;
    out_.error = std::move(message);
    out_.error_span = text_.span(where.begin, where.end);
    if (!out_.error_span) out_.error_span = text_.around();
  }

  /// Reads the marker and returns what stands before it. A `;` alone may belong to a URL.
  Part without_marker(Part whole) {
    // Blanks behind the whole count here: `https://host/x.whl; `.
    const std::string_view mark = out_.editable ? " ;" : is_url(whole) ? "; " : ";";
    std::size_t semicolon = value_.find(mark, whole.begin);
    if (semicolon == std::string_view::npos) return whole;
    if (out_.editable) ++semicolon;
    const Part written = trimmed({semicolon + 1, value_.size()});
    if (!written.empty()) {
      if (auto marker = Marker::parse(view(written))) {
        out_.marker = std::move(*marker);
      } else {
        fail(quoted(view(written)) + " is not an environment marker", written);
      }
    }
    return trimmed({whole.begin, semicolon});
  }

  /// Splits `[extras]` from the end of a path.
  Part without_extras(Part place) {
    const std::string_view text = view(place);
    const std::size_t open = text.ends_with(']') ? text.rfind('[') : std::string_view::npos;
    if (open == std::string_view::npos || open == 0) return place;
    if (!parse_extras(text.substr(open), out_.extras)) return place;
    return trimmed({place.begin, place.begin + open});
  }

  bool looks_like_path(std::string_view text) const {
    return text.find('/') != std::string_view::npos || text.starts_with('.');
  }
  /// What the shell would replace by the names of files.
  static bool pattern(std::string_view text) {
    return text.find_first_of("*?[") != std::string_view::npos;
  }

  void set_name(Part part) {
    out_.written_name = view(part);
    out_.name = normalized_name(out_.written_name);
    out_.name_span = text_.span(part.begin, part.end);
  }

  void wheel(std::string_view file_name) {
    if (!file_name.ends_with(".whl")) return;
    out_.wheel = wheel_name(file_name);
    if (!out_.wheel) return;
    const std::string version = out_.wheel->version.text();
    if (auto exact = Specifiers::parse("==" + version)) out_.specifiers = std::move(*exact);
    if (out_.name.empty()) out_.name = out_.wheel->name;
  }

  /// A file that pip takes for an archive or wheel by its name alone.
  bool file(Part place) {
    if (!view(place).ends_with(']') && !archive_name(view(place))) return false;
    std::vector<std::string> extras = std::move(out_.extras);
    const Part path = without_extras(place);
    const std::size_t at = view(path).find('@');
    const bool direct = at != std::string_view::npos && !looks_like_path(view(path).substr(0, at));
    if (!archive_name(view(path)) || direct) {
      out_.extras = std::move(extras);
      return false;
    }
    out_.kind = Kind::archive_or_wheel_path;
    out_.url = text_.slice(path.begin, path.end);
    const std::string_view name = base_name(view(path));
    if (pattern(view(path))) {
      out_.known = false;
    } else if (name.ends_with(".whl") && std::count(name.begin(), name.end(), '-') < 4) {
      fail(quoted(name) + " is not the name of a wheel", path);
    }
    wheel(name);
    return true;
  }

  bool named(Part place) {
    RequirementSyntax syntax = parse_requirement(view(place));
    const bool wrong = !syntax.error.empty();
    if (wrong && looks_like_path(view(place)) &&
        view(place).find("://") == std::string_view::npos && !view(place).starts_with("git+")) {
      return false;
    }
    take(std::move(syntax), place);
    return true;
  }

  /// `name @ URL` behind -e; anything else there is a place.
  bool direct(Part place) {
    RequirementSyntax syntax = parse_requirement(view(place));
    if (!syntax.error.empty() || syntax.url.empty()) return false;
    take(std::move(syntax), place);
    return true;
  }

  void take(RequirementSyntax syntax, Part place) {
    const auto moved = [&](Part part) {
      return Part{part.begin + place.begin, part.end + place.begin};
    };
    if (!syntax.name.empty()) set_name(moved(syntax.name));
    out_.extras = std::move(syntax.extras);
    if (!syntax.error.empty()) return fail(std::move(syntax.error), moved(syntax.wrong));
    if (!syntax.url.empty()) return url(moved(syntax.url));
    out_.kind = Kind::named;
    if (syntax.beyond) out_.known = false;
    out_.specifiers = std::move(syntax.specifiers);
    const Part clauses = moved(syntax.clauses);
    out_.specifier_text = text_.slice(clauses.begin, clauses.end);
  }

  void url(Part place) {
    out_.url = text_.slice(place.begin, place.end);
    const Link link = split_link(view(place));
    const std::string path = percent_decoded(link.path);
    if (const auto egg = fragment_value(link.fragment, "egg"); egg && out_.name.empty()) {
      const RequirementSyntax syntax = parse_requirement(*egg);
      if (syntax.error.empty() && syntax.clauses.empty() && syntax.url.empty()) {
        const auto at = static_cast<std::size_t>(egg->data() - value_.data());
        set_name({at + syntax.name.begin, at + syntax.name.end});
        if (out_.extras.empty()) out_.extras = syntax.extras;
      }
    }
    if (const auto directory = fragment_value(link.fragment, "subdirectory")) {
      out_.subdirectory = *directory;
    }
    if (link.scheme.empty()) {
      // `name @ path`, which pip refuses for want of a scheme; older ones took it.
      out_.kind = archive_name(path) ? Kind::archive_or_wheel_path : Kind::directory;
    } else if (repository_scheme(link.scheme)) {
      out_.kind = Kind::vcs;
      const std::size_t at = path.rfind('@');
      if (at != std::string::npos) out_.vcs_ref = path.substr(at + 1);
      return;
    } else if (local_scheme(link.scheme)) {
      out_.kind = archive_name(path) ? Kind::archive_or_wheel_path : Kind::directory;
    } else {
      out_.kind = Kind::url;
    }
    if (out_.editable && out_.kind == Kind::url) {
      out_.kind = Kind::unknown;
      return fail("-e takes a directory or a repository such as git+https://...", place);
    }
    wheel(base_name(path));
  }

  void directory(Part place) {
    const Part path = without_extras(place);
    out_.kind = Kind::directory;
    out_.url = text_.slice(path.begin, path.end);
    if (pattern(view(path))) out_.known = false;
  }

  const Text& text_;
  std::string_view value_;
  Requirement& out_;
};

}  // namespace

Requirement read_requirement(const Text& text, bool editable) {
  Requirement out;
  out.text = text;
  out.editable = editable;
  out.known = text.complete;
  Reader(text, out).read();
  if (!out.known) {
    out.error.clear();
    out.error_span = {};
  }
  return out;
}

}  // namespace cudafit::read
