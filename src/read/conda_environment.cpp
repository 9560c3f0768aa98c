#include "read/conda_environment.h"

#include <algorithm>

namespace cudafit::read {

namespace {

using Kind = Yaml::Kind;

/// Jinja: something else makes the file first.
bool is_template(std::string_view bytes) {
  return bytes.find("{{") != std::string_view::npos || bytes.find("{%") != std::string_view::npos;
}

/// What stands between two items of the list: the line break, indentation and dash of a block, or a
/// comma.
std::string glue(std::string_view bytes, const Yaml& last) {
  const std::size_t begin = last.span.begin;
  const std::size_t line = bytes.substr(0, begin).find_last_of("\r\n");
  const std::string_view before =
      bytes.substr(line == std::string_view::npos ? 0 : line + 1,
                   begin - (line == std::string_view::npos ? 0 : line + 1));
  const std::size_t dash = before.find_first_not_of(" \t");
  if (dash == std::string_view::npos) return {};
  if (before[dash] == '-' && before.find_first_not_of(" \t", dash + 1) == std::string_view::npos)
    return "\n" + std::string(before);
  const bool flow = before.find('[') != std::string_view::npos;
  return flow ? ", " : "";
}

class Reader {
 public:
  Reader(std::string_view bytes, CondaEnvironment& out) : bytes_(bytes), out_(out) {}

  void read(const Yaml& root) {
    if (root.kind != Kind::map) {
      out_.complete = false;
      return;
    }
    for (const YamlEntry& entry : root.entries) {
      const std::string_view key = entry.key.text.value;
      if (key == "name") one(entry.value, out_.name);
      if (key == "channels") channels(entry.value);
      if (key == "dependencies") dependencies(entry.value);
      if (key == "<<") out_.complete = false;
    }
  }

 private:
  void one(const Yaml& value, std::optional<Text>& to) {
    if (value.kind == Kind::scalar) to = value.text;
    if (value.kind == Kind::list || value.kind == Kind::map) out_.complete = false;
  }

  void channels(const Yaml& value) {
    if (value.kind != Kind::list) {
      if (value.kind != Kind::null) out_.complete = false;
      return;
    }
    for (const Yaml& item : value.items) {
      if (item.kind != Kind::scalar) {
        out_.complete = false;
      } else if (item.text.value == "nodefaults") {
        out_.no_defaults = true;
      } else {
        out_.channels.push_back(item);
      }
    }
    if (!out_.channels.empty()) out_.channel_glue = glue(bytes_, out_.channels.back());
  }

  void dependencies(const Yaml& value) {
    if (value.kind != Kind::list) {
      if (value.kind != Kind::null) out_.complete = false;
      return;
    }
    for (const Yaml& item : value.items) {
      if (item.kind == Kind::scalar) {
        out_.dependencies.push_back(item);
      } else if (item.kind == Kind::map) {
        for (const YamlEntry& entry : item.entries) other(entry);
      } else {
        out_.complete = false;
      }
    }
  }

  /// `pip:` with its list, micromamba's `sel(linux): package`.
  void other(const YamlEntry& entry) {
    const std::string_view key = entry.key.text.value;
    if (key == "pip") {
      pip(entry.value);
    } else if (key == "sel(linux)" || key == "sel(unix)") {
      if (entry.value.kind == Kind::scalar) {
        out_.dependencies.push_back(entry.value);
      } else {
        out_.complete = false;
      }
    } else if (key != "sel(osx)" && key != "sel(win)") {
      out_.complete = false;
    }
  }

  void pip(const Yaml& value) {
    if (value.kind == Kind::null) return;
    if (value.kind != Kind::list) {
      out_.complete = false;
      return;
    }
    for (const Yaml& item : value.items) {
      if (item.kind == Kind::scalar) {
        out_.pip.push_back(item);
      } else if (item.kind != Kind::null) {
        out_.complete = false;
      }
    }
  }

  std::string_view bytes_;
  CondaEnvironment& out_;
};

void read_package(const Yaml& entry, CondaLock& out) {
  if (entry.kind != Kind::map) {
    out.known = false;
    return;
  }
  CondaLock::Package package;
  for (const YamlEntry& field : entry.entries) {
    const std::string_view key = field.key.text.value;
    const Yaml& value = field.value;
    if (key == "name") package.name = value.text;
    if (key == "version") package.version = value.text;
    if (key == "url") package.url = value.text;
    if (key == "manager") package.manager = value.text.value;
    if (key == "platform") package.platform = value.text.value;
    if (key == "category") package.categories.push_back(value.text.value);
    if (key == "categories")
      for (const Yaml& item : value.items) package.categories.push_back(item.text.value);
    if (key == "optional") package.optional = value.text.value == "true";
  }
  if (package.name.empty() || package.manager.empty() || package.platform.empty())
    out.known = false;
  out.packages.push_back(std::move(package));
}

}  // namespace

CondaEnvironment read_conda_environment(FileId file, std::string_view bytes) {
  CondaEnvironment out;
  YamlFile yaml = read_yaml(file, bytes);
  const bool made = is_template(bytes);
  if (!yaml.known || made) out.complete = false;
  if (made) return out;
  out.errors = std::move(yaml.errors);
  if (yaml.known) Reader(bytes, out).read(yaml.root);
  return out;
}

CondaList read_conda_list(FileId file, std::string_view bytes) {
  CondaList out;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ||
      bytes.find('\0') != std::string_view::npos) {
    out.known = false;
    return out;
  }
  std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < bytes.size()) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
    std::size_t begin = std::min(bytes.find_first_not_of(" \t", at), end);
    const std::string_view line = bytes.substr(begin, end - begin);
    // The digest behind an address is no comment.
    std::size_t size = std::min(line.find(line.find("://") == line.npos ? "#" : " #"), line.size());
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t')) --size;
    const std::string_view words = line.substr(0, size);
    if (words == "@EXPLICIT") {
      out.explicit_ = true;
    } else if (!words.empty()) {
      out.lines.push_back(Text(words, {file, static_cast<std::uint32_t>(begin),
                                       static_cast<std::uint32_t>(begin + size)}));
    }
    at = end + 1;
  }
  return out;
}

CondaLock read_conda_lock(FileId file, std::string_view bytes) {
  CondaLock out;
  YamlFile yaml = read_yaml(file, bytes);
  out.errors = std::move(yaml.errors);
  const Yaml* const version = yaml.root.find("version");
  const Yaml* const packages = yaml.root.find("package");
  if (!yaml.known || version == nullptr || version->text.value != "1" || packages == nullptr ||
      packages->kind != Kind::list) {
    out.known = false;
    return out;
  }
  for (const Yaml& entry : packages->items) read_package(entry, out);
  return out;
}

}  // namespace cudafit::read
