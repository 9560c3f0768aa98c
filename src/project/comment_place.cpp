#include "project/comment_place.h"

#include <algorithm>
#include <vector>

#include "read/dockerfile.h"
#include "read/yaml.h"
#include "source/files.h"

namespace cudafit::project {
namespace {

std::uint32_t line_begin(std::string_view bytes, std::uint32_t at) {
  const std::size_t end = at == 0 ? std::string_view::npos : bytes.rfind('\n', at - 1);
  return end == std::string_view::npos ? 0 : static_cast<std::uint32_t>(end + 1);
}

/// The line goes on in the next one.
bool continued(std::string_view bytes, std::uint32_t line) {
  if (line == 0) return false;
  const std::uint32_t before = line_begin(bytes, line - 1);
  std::string_view text = bytes.substr(before, line - 1 - before);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text.ends_with('\\');
}

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t number = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + word.size()))
    ++number;
  return number;
}

bool same(const read::Yaml& a, const read::Yaml& b) {
  return a.kind == b.kind && a.text.value == b.text.value && a.tag == b.tag &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const read::YamlEntry& x, const read::YamlEntry& y) {
                      return same(x.key, y.key) && same(x.value, y.value);
                    });
}

/// Whether a line there is a comment, and not part of a text.
bool comment_in_yaml(std::string_view bytes, std::uint32_t at, std::string_view indent) {
  const read::YamlFile before = read::read_yaml(0, bytes);
  std::string with(bytes);
  with.insert(at, std::string(indent) + "# \n");
  const read::YamlFile after = read::read_yaml(0, with);
  // A file that cannot be read has no places where a comment surely is one.
  return before.known && after.known && same(before.root, after.root);
}

bool one_of(std::string_view name, const std::vector<std::string_view>& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

Result<CommentPlace> comment_place(std::string_view path, std::string_view bytes, std::uint32_t at,
                                   bool dockerfile) {
  const std::string_view name = file_name(path);
  CommentPlace place;
  if (dockerfile) {
    const read::Dockerfile file = read::parse_dockerfile(0, bytes);
    const auto behind =
        std::upper_bound(file.instructions.begin(), file.instructions.end(), at,
                         [](std::uint32_t offset, const read::Instruction& instruction) {
                           return offset < instruction.span.begin;
                         });
    // Above the first instruction stand the parser's directives, which a comment turns off.
    if (behind == file.instructions.begin()) return Failure{"it is in no instruction"};
    at = std::prev(behind)->span.begin;
  } else if (name == "devcontainer.json" || name == ".devcontainer.json") {
    place.sign = "//";
  } else if (one_of(name, {".json", ".lock", ".lockb"}) || name == "Pipfile.lock") {
    return Failure{"a comment has no place in such a file"};
  }
  place.offset = line_begin(bytes, at);
  while (!dockerfile && continued(bytes, place.offset))
    place.offset = line_begin(bytes, place.offset - 1);
  if (place.offset == 0 && bytes.starts_with("\xEF\xBB\xBF")) place.offset = 3;
  std::size_t blank = place.offset;
  while (blank < bytes.size() && (bytes[blank] == ' ' || bytes[blank] == '\t')) ++blank;
  place.indent = bytes.substr(place.offset, blank - place.offset);
  const std::size_t end = bytes.find('\n', place.offset);
  if (end != std::string_view::npos && end > 0 && bytes[end - 1] == '\r') place.line_end = "\r\n";
  if (dockerfile) return place;
  const std::string_view before = bytes.substr(0, place.offset);
  bool inside = false;
  if (one_of(name, {".yml", ".yaml"})) {
    inside = !comment_in_yaml(bytes, place.offset, place.indent);
  } else if (one_of(name, {".toml"}) || name == "Pipfile") {
    inside = count(before, "\"\"\"") % 2 == 1 || count(before, "'''") % 2 == 1;
  } else if (place.sign == "#") {
    inside = before.find("<<") != std::string_view::npos;  // perhaps a heredoc
  }
  if (inside) return Failure{"a comment would be part of a text there"};
  return place;
}

}  // namespace cudafit::project
