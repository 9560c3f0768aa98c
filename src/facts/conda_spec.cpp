// Specifications of conda packages (its MatchSpec).

#include <algorithm>
#include <array>

#include "facts/conda.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0])
    return text.substr(1, text.size() - 2);
  return text;
}

bool several(std::string_view version) {
  return version.find_first_of("*,|<>!~^") != std::string_view::npos;
}

/// `1.2`, `=1.2`, `==1.2`, `1.2=build`, `>=1,<2`, `1.2.* build` behind a name.
void read_constraint(std::string_view text, CondaSpec& spec) {
  text = trim(text);
  if (text.empty()) return;
  const bool blank = text.find_first_of("=<>!~") != 0 && text[0] != '[';
  if (text.starts_with("==")) {
    spec.exact = true;
    text.remove_prefix(2);
  } else if (text.starts_with('=') && !text.starts_with("=<") && !text.starts_with("=>")) {
    text.remove_prefix(1);
  } else if (blank) {
    spec.exact = true;  // `name 1.2` is `name==1.2`
  }
  text = trim(text);
  // A build follows behind `=` or a blank; `>=`, `<=`, `!=`, `~=` and `==` are operators.
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' && at > 0 && (ascii::alnum(text[at - 1]) || text[at - 1] == '*')) break;
    if (c == '=') {
      const char before = at > 0 ? text[at - 1] : ' ';
      const bool operation = before == '>' || before == '<' || before == '!' || before == '~' ||
                             before == ',' || before == '|' || before == '=' || at == 0;
      if (!operation && !(at + 1 < text.size() && text[at + 1] == '=')) break;
    }
    ++at;
  }
  spec.version = trim(text.substr(0, at));
  if (at < text.size()) {
    spec.build = trim(text.substr(at + 1));
    spec.exact = true;
  }
  if (several(spec.version)) spec.exact = false;
}

/// `version='>=2',build=*cuda*,channel=conda-forge` between brackets.
void read_brackets(std::string_view text, CondaSpec& spec) {
  while (!text.empty()) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return;
    const std::string_view key = trim(text.substr(0, equals));
    std::string_view value = text.substr(equals + 1);
    std::size_t end = 0;
    const std::string_view ahead = trim(value);
    if (!ahead.empty() && (ahead[0] == '\'' || ahead[0] == '"')) {
      const std::size_t open = value.find(ahead[0]);
      end = value.find(ahead[0], open + 1);
      end = end == std::string_view::npos ? value.size() : end + 1;
    }
    end = std::min(value.find_first_of(", ", end), value.size());
    const std::string_view content = unquoted(value.substr(0, end));
    if (key == "version") {
      spec.version.clear();
      // Inside brackets a bare version is exact.
      const bool bare = content.find_first_of("=<>!~") != 0;
      spec.exact = (bare || content.starts_with("==")) && !several(content);
      spec.version = content.starts_with("==") ? content.substr(2) : content;
      if (content.starts_with('=') && !content.starts_with("==")) spec.version = content.substr(1);
    } else if (key == "build") {
      spec.build = content;
    } else if (key == "channel") {
      spec.channel = content;
    }
    text = end < value.size() ? value.substr(end + 1) : std::string_view{};
  }
}

/// `https://conda.anaconda.org/pytorch` of the address of a package in it; empty for a path, and
/// where the server has only one.
std::string_view channel_of_address(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return {};
  std::size_t end = address.rfind('/');
  end = end == 0 ? end : address.rfind('/', end - 1);  // in front of linux-64, noarch
  if (end <= scheme + 2 || address.find('/', scheme + 3) >= end) return {};
  return address.substr(0, end);
}

/// name-1.2-build.conda
bool read_package_file(std::string_view path, CondaSpec& spec) {
  std::string_view file = file_name(path);
  if (file.ends_with(".conda")) {
    file.remove_suffix(6);
  } else if (file.ends_with(".tar.bz2")) {
    file.remove_suffix(8);
  } else {
    return false;
  }
  const std::size_t build = file.rfind('-');
  const std::size_t version =
      build == std::string_view::npos || build == 0 ? build : file.rfind('-', build - 1);
  if (version == std::string_view::npos) {
    spec.known = false;
    return true;
  }
  spec.name = ascii::lowered(file.substr(0, version));
  spec.version = file.substr(version + 1, build - version - 1);
  spec.build = file.substr(build + 1);
  spec.channel = channel_of_address(path);
  spec.exact = true;
  return true;
}

}  // namespace

CondaSpec read_conda_spec(const Argument& word) {
  CondaSpec spec;
  spec.text = word.text;
  spec.span = word.span;
  spec.version_known = word.known();
  std::string_view text = trim(word.start());
  if (word.known() && read_package_file(text, spec)) return spec;
  if (const std::size_t colons = text.find("::"); colons != std::string_view::npos) {
    spec.channel = text.substr(0, colons);
    text.remove_prefix(colons + 2);
  }
  const std::size_t end = text.find_first_of(" =<>!~[");
  // The rest of the name may be what is not known.
  if (end == std::string_view::npos && !word.known()) {
    spec.known = false;
    return spec;
  }
  spec.name = ascii::lowered(text.substr(0, end));
  if (spec.name.empty() || spec.name.find_first_of("/\\:$*") != std::string::npos)
    spec.known = false;
  if (end == std::string_view::npos || !spec.known || !spec.version_known) return spec;
  text.remove_prefix(end);
  const std::size_t open = text.find('[');
  read_constraint(text.substr(0, open), spec);
  if (open != std::string_view::npos) {
    text.remove_prefix(open + 1);
    read_brackets(text.substr(0, text.find(']')), spec);
  }
  return spec;
}

std::string_view conda_distribution(std::string_view file) {
  const std::string name = ascii::lowered(file);
  if (!name.ends_with(".sh")) return {};
  for (const std::string_view known : {"miniconda", "anaconda", "miniforge", "mambaforge"}) {
    if (name.starts_with(known)) return known;
  }
  return {};
}

}  // namespace cudafit::facts
