#include "facts/system_names.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// pkg_1.2-3_amd64.deb
void read_deb(std::string_view file, SystemPackageName& out) {
  const std::size_t first = file.find('_');
  const std::size_t second = first == std::string_view::npos ? first : file.find('_', first + 1);
  const bool plain = file.find_first_of("*?[$") == std::string_view::npos;
  out.known = out.known && plain && first != std::string_view::npos && first > 0;
  out.name = ascii::lowered(file.substr(0, std::min(first, file.rfind(".deb"))));
  if (second != std::string_view::npos) out.version = file.substr(first + 1, second - first - 1);
}

bool architecture(std::string_view word) {
  return word == "x86_64" || word == "i686" || word == "i386" || word == "noarch" ||
         word == "aarch64" || word == "ppc64le" || word == "src";
}

/// `1.2`, `1.2-3.el8`, `3:550.54-1`: digits, a dot, and nothing but a release behind it.
bool dnf_version(std::string_view text) {
  const std::size_t epoch = text.find_first_not_of("0123456789");
  if (epoch != std::string_view::npos && epoch > 0 && text[epoch] == ':')
    text.remove_prefix(epoch + 1);
  std::size_t at = 0;
  while (at < text.size() && ascii::digit(text[at])) ++at;
  if (at == 0 || at == text.size() || (text[at] != '.' && text[at] != '*')) return false;
  const std::size_t release = text.find('-');
  if (release == std::string_view::npos) return true;
  return release + 1 < text.size() && (ascii::digit(text[release + 1]) || text[release + 1] == '*');
}

/// name[-[epoch:]version[-release]][.architecture]
void read_dnf(std::string_view word, SystemPackageName& out) {
  if (const std::size_t dot = word.rfind('.'); dot != std::string_view::npos && dot > 0) {
    if (architecture(word.substr(dot + 1))) word = word.substr(0, dot);
  }
  for (std::size_t at = word.find('-'); at != std::string_view::npos; at = word.find('-', at + 1)) {
    if (at == 0 || !dnf_version(word.substr(at + 1))) continue;
    out.version = word.substr(at + 1);
    word = word.substr(0, at);
    break;
  }
  out.name = word;
}

/// name-version-release.architecture.rpm
void read_rpm(std::string_view file, SystemPackageName& out) {
  file.remove_suffix(4);
  if (const std::size_t dot = file.rfind('.'); dot != std::string_view::npos) {
    if (architecture(file.substr(dot + 1))) file = file.substr(0, dot);
  }
  const std::size_t release = file.rfind('-');
  const std::size_t version = release == std::string_view::npos || release == 0
                                  ? std::string_view::npos
                                  : file.rfind('-', release - 1);
  out.known = out.known && version != std::string_view::npos && version > 0 &&
              file.find_first_of("*?[$") == std::string_view::npos;
  out.name = file.substr(0, version);
  if (out.known) out.version = file.substr(version + 1);
}

/// `cuda-libraries-12-4-` in front of a version that is not known: the toolkit's release ends the
/// name.
bool whole_name(std::string_view start) {
  if (!start.ends_with('-')) return false;
  start.remove_suffix(1);
  for (int part = 0; part < 2; ++part) {
    const std::size_t dash = start.rfind('-');
    if (dash == std::string_view::npos || dash + 1 == start.size() ||
        start.substr(dash + 1).find_first_not_of("0123456789") != std::string_view::npos)
      return false;
    start = start.substr(0, dash);
  }
  return true;
}

}  // namespace

bool is_package_file(std::string_view word) {
  word = file_name(word);
  return word.ends_with(".deb") || word.ends_with(".rpm") || word.ends_with(".apk");
}

SystemPackageName read_system_name(Installer tool, const Argument& word, std::string_view file) {
  SystemPackageName out;
  out.text = word.text;
  out.span = word.span;
  out.version_known = word.known();
  const std::string_view text = word.start();
  if (is_package_file(file)) {
    out.known = word.known() && !word.pattern;
    if (file.ends_with(".deb")) {
      read_deb(file, out);
    } else if (file.ends_with(".rpm")) {
      read_rpm(file, out);
    } else {
      out.known = false;
    }
    return out;
  }
  if (contains(text, "://") || text.starts_with("./") || text.starts_with("/")) {
    // A directory's files, or the path of a program that some package holds.
    out.known = false;
    return out;
  }
  const bool dnf = tool == Installer::dnf;
  const std::size_t end = dnf                      ? text.find_first_of("<>= ")
                          : tool == Installer::apt ? text.find_first_of("=/:")
                                                   : text.find_first_of("=<>~@! ");
  std::string_view name = text.substr(0, end);
  if (end == std::string_view::npos && !word.known()) {
    // The rest of the name may be what is not known.
    if (!dnf || !whole_name(name)) {
      out.name = name;
      out.known = false;
      return out;
    }
    name.remove_suffix(1);
    out.name = name;
  } else if (dnf && end == std::string_view::npos) {
    read_dnf(name, out);
  } else {
    out.name = name;
  }
  if (end != std::string_view::npos && word.known()) {
    const std::size_t equals = tool == Installer::apt ? text.find('=') : end;
    if (equals != std::string_view::npos && text[equals] != '@') {
      const std::string_view version = text.substr(equals);
      out.version = version.starts_with("==")  ? version.substr(2)
                    : version.starts_with('=') ? version.substr(1)
                                               : version;
    }
  }
  // Where there is a version, only that may be a pattern.
  const bool pattern = word.pattern && out.version.empty() && out.version_known;
  out.known =
      !out.name.empty() && !pattern && out.name.find_first_of("*?[]{}()@^$ ") == std::string::npos;
  return out;
}

}  // namespace cudafit::facts
