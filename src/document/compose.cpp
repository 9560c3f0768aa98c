#include "document/compose.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "document/build_files.h"
#include "read/compose_tree.h"
#include "terms/ascii.h"
#include "terms/text_marks.h"

namespace cudafit::document {

namespace {

using read::Yaml;
using read::YamlEntry;
using Kind = Yaml::Kind;

/// Files that include and extend each other; nobody has more.
constexpr std::size_t most_files = 100;

/// Jinja or Go: something else makes the file first.
bool is_template(std::string_view bytes) {
  return bytes.find("{{") != std::string_view::npos || bytes.find("{%") != std::string_view::npos;
}

class Loader {
 public:
  Loader(const Files& files, Sources& sources, const std::string& root, ComposeProject& out)
      : files_(files), sources_(sources), root_(root), out_(out) {}

  /// The whole project whose main file is `file`.
  Yaml project(FileId file) {
    const std::string path = sources_[file].path;
    const std::string directory = parent_path(path);
    out_.variables = environment(directory);
    Yaml tree = load(file, out_.variables);
    const std::string over = compose_override(files_, path);
    if (!over.empty()) {
      if (const std::optional<FileId> id = open(over)) {
        const Yaml top = load(*id, out_.variables);
        read::merge_compose(tree, top);
      }
    }
    read::drop_reset(tree);
    return tree;
  }

  /// Files that are laid over each other.
  Yaml layers(const std::vector<std::string>& paths) {
    out_.variables = environment(parent_path(paths.front()));
    Yaml tree;
    for (const std::string& path : paths) {
      const std::optional<FileId> id = open(path);
      if (!id) {
        unknown();
        continue;
      }
      Yaml part = load(*id, out_.variables);
      if (tree.kind == Kind::map) {
        read::merge_compose(tree, part);
      } else {
        tree = std::move(part);
      }
    }
    read::drop_reset(tree);
    return tree;
  }

 private:
  read::ComposeVariables environment(const std::string& directory) {
    const std::string path = join_path(directory, ".env");
    if (files_.kind(path) != FileKind::regular) return {};
    const std::optional<FileId> file = open(path);
    return file ? read::read_dotenv(*file, sources_[*file].bytes) : read::ComposeVariables();
  }

  /// Enters a file into the sources, once; nothing when it cannot be read or lies elsewhere.
  std::optional<FileId> open(const std::string& path) {
    const std::string real = files_.real(path);
    if (real.empty() || path_within(root_, real).empty()) return std::nullopt;
    for (FileId known = 0; known < sources_.size(); ++known) {
      if (sources_[known].path == path) return known;
    }
    if (sources_.size() >= most_files) return std::nullopt;
    Result<std::string> bytes = files_.read(path);
    if (!bytes) return std::nullopt;
    return sources_.add(path, std::move(*bytes));
  }

  void unknown() { out_.known = false; }

  /// Compose does not read it either.
  void refuse(const Text& at, std::string message) {
    if (at.around()) out_.errors.push_back({at.around(), std::move(message)});
  }

  /// One file with what it includes and extends.
  Yaml load(FileId file, const read::ComposeVariables& variables) {
    if (std::find(loading_.begin(), loading_.end(), file) != loading_.end()) {
      unknown();
      return {};
    }
    loading_.push_back(file);
    Yaml tree = tree_of(file, variables);
    extend(tree, file, variables);
    include(tree, file);
    loading_.pop_back();
    return tree;
  }

  /// Merge keys followed and variables put in.
  Yaml tree_of(FileId file, const read::ComposeVariables& variables) {
    const std::string_view bytes = sources_[file].bytes;
    const bool again = std::find(out_.files.begin(), out_.files.end(), file) != out_.files.end();
    if (!again) out_.files.push_back(file);
    read::YamlFile yaml = read::read_yaml(file, bytes);
    if (!yaml.known) unknown();
    yaml.errors.insert(yaml.errors.end(), yaml.refused_aliases.begin(), yaml.refused_aliases.end());
    if (is_template(bytes)) yaml.errors.clear();
    std::vector<read::YamlError> twice;
    if (!read::follow_merge_keys(yaml.root, twice)) unknown();
    if (!again) {
      out_.errors.insert(out_.errors.end(), yaml.errors.begin(), yaml.errors.end());
      out_.errors.insert(out_.errors.end(), twice.begin(), twice.end());
    }
    read::interpolate(yaml.root, variables, again ? nullptr : &out_.uses);
    return std::move(yaml.root);
  }

  /// `path` as written in `file`.
  std::string beside(FileId file, const std::string& path) const {
    return tidy_path(join_path(parent_path(sources_[file].path), path));
  }

  void include(Yaml& tree, FileId file) {
    const Yaml* const list = tree.find("include");
    if (list == nullptr) return;
    const std::vector<Yaml> items = list->items;  // merging moves the tree
    for (const Yaml& item : items) {
      const Yaml* const named = item.kind == Kind::map ? item.find("path") : &item;
      std::vector<Text> paths;
      if (named != nullptr && named->kind == Kind::scalar) paths.push_back(named->text);
      if (named != nullptr && named->kind == Kind::list) {
        for (const Yaml& each : named->items) paths.push_back(each.text);
      }
      // Other keys change where its paths and variables come from.
      if (item.kind == Kind::map && item.entries.size() > 1) paths.clear();
      if (paths.empty()) unknown();
      Yaml included;
      for (const Text& path : paths) {
        const std::optional<FileId> id =
            path.complete ? open(beside(file, path.value)) : std::nullopt;
        if (!id) {
          unknown();
          continue;
        }
        if (std::find(loading_.begin(), loading_.end(), *id) != loading_.end())
          refuse(path, "this file includes itself, by way of others or not");
        // What the including project sets counts there, too.
        read::ComposeVariables variables = environment(parent_path(sources_[*id].path));
        for (const auto& [name, value] : out_.variables) variables[name] = value;
        const Yaml part = load(*id, variables);
        if (included.kind == Kind::map) {
          read::merge_compose(included, part);
        } else {
          included = part;
        }
      }
      if (included.kind == Kind::map) read::merge_compose(tree, included);
    }
  }

  void extend(Yaml& tree, FileId file, const read::ComposeVariables& variables) {
    for (YamlEntry& entry : tree.entries) {
      if (entry.key.text.value != "services") continue;
      for (std::size_t i = 0; i < entry.value.entries.size(); ++i)
        extend_service(entry.value, i, file, variables, 0);
    }
  }

  void extend_service(Yaml& services, std::size_t index, FileId file,
                      const read::ComposeVariables& variables, int depth) {
    const Yaml* const extends = services.entries[index].value.find("extends");
    if (extends == nullptr || extends->tag == "!reset") return;  // which is taken away in the end
    extending_.emplace_back(file, services.entries[index].key.text.value);
    const Yaml* const from = extends->find("file");
    const Yaml* const name = extends->kind == Kind::map ? extends->find("service") : extends;
    // Where a default names it, the caller's environment may name another.
    const bool replaceable = (from != nullptr && out_.replaceable(from->text)) ||
                             (name != nullptr && out_.replaceable(name->text));
    replaceable_ += replaceable ? 1 : 0;
    std::optional<Yaml> base;
    if (name != nullptr && name->text.complete && depth < 20) {
      if (from == nullptr) {
        base = service_in(services, name->text.value, file, variables, depth);
      } else if (from->text.complete) {
        const std::optional<FileId> other = open(beside(file, from->text.value));
        if (other) {
          Yaml tree = tree_of(*other, variables);
          for (YamlEntry& entry : tree.entries) {
            if (entry.key.text.value == "services")
              base = service_in(entry.value, name->text.value, *other, variables, depth);
          }
        }
      }
    }
    Yaml& service = services.entries[index].value;
    if (base) {
      read::merge_service(*base, service);
      service = std::move(*base);
    } else {
      unknown();
    }
    std::erase_if(service.entries,
                  [](const YamlEntry& entry) { return entry.key.text.value == "extends"; });
    extending_.pop_back();
    replaceable_ -= replaceable ? 1 : 0;
  }

  bool extending(FileId file, const std::string& service) const {
    return std::find(extending_.begin(), extending_.end(), std::pair(file, service)) !=
           extending_.end();
  }

  std::optional<Yaml> service_in(Yaml& services, const std::string& name, FileId file,
                                 const read::ComposeVariables& variables, int depth) {
    for (std::size_t i = 0; i < services.entries.size(); ++i) {
      if (services.entries[i].key.text.value != name) continue;
      if (extending(file, name)) {
        if (replaceable_ == 0)
          refuse(services.entries[i].key.text,
                 "this service extends itself, by way of others or not");
        return std::nullopt;
      }
      extend_service(services, i, file, variables, depth + 1);
      return services.entries[i].value;
    }
    return std::nullopt;
  }

  const Files& files_;
  Sources& sources_;
  const std::string& root_;
  ComposeProject& out_;
  std::vector<FileId> loading_;
  std::vector<std::pair<FileId, std::string>> extending_;  ///< services, by their files
  int replaceable_ = 0;  ///< how many of these say by a default what they extend
};

/// In the order in which Compose looks for them.
constexpr std::array<std::string_view, 4> default_names = {
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};

bool default_name(std::string_view name) {
  return std::find(default_names.begin(), default_names.end(), name) != default_names.end();
}

}  // namespace

bool ComposeProject::replaceable(const Text& text) const {
  return std::any_of(text.pieces.begin(), text.pieces.end(), [&](const Piece& piece) {
    return piece.from && std::any_of(uses.begin(), uses.end(), [&](const read::ComposeUse& use) {
             return use.fallback && use.fallback.contains(piece.from);
           });
  });
}

bool is_compose_name(std::string_view name) {
  const std::string small = ascii::lowered(name);
  return (small.ends_with(".yml") || small.ends_with(".yaml")) &&
         (small.starts_with("compose.") || small.starts_with("compose-") ||
          small.starts_with("compose_") || small.starts_with("docker-compose") ||
          small.starts_with("docker_compose"));
}

std::string compose_override(const Files& files, const std::string& path) {
  const std::string_view name = file_name(path);
  if (!default_name(name)) return {};
  const std::string directory = path.substr(0, path.size() - name.size());
  for (const std::string_view over :
       {"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
        "docker-compose.override.yaml"}) {
    std::string found = directory + std::string(over);
    if (files.kind(found) == FileKind::regular) return found;
  }
  return {};
}

std::string compose_base(const Files& files, const std::string& path) {
  const std::string_view name = file_name(path);
  if (name.find(".override.") == std::string_view::npos) return {};
  const std::string directory = path.substr(0, path.size() - name.size());
  for (const std::string_view each : default_names) {
    std::string base = directory + std::string(each);
    if (files.kind(base) != FileKind::regular) continue;
    return compose_override(files, base) == path ? base : std::string();
  }
  return {};
}

std::vector<std::string> files_below(const Files& files, const std::string& path) {
  std::vector<std::string> out;
  // Bake reads Compose files beside its own, too; a development container is laid over nothing.
  if (is_devcontainer_name(file_name(path))) return out;
  const std::string directory = parent_path(path);
  for (const std::string_view each : default_names) {
    std::string other = join_path(directory, std::string(each));
    if (!default_name(file_name(path)) && files.kind(other) == FileKind::regular)
      out.push_back(std::move(other));
  }
  const std::vector<std::string> layers = devcontainer_layers(files, directory);
  const std::string real = files.real(path);
  const auto own = std::find_if(layers.begin(), layers.end(), [&](const std::string& layer) {
    return !real.empty() && files.real(layer) == real;
  });
  if (own != layers.end()) out.insert(out.end(), layers.begin(), own);
  return out;
}

bool may_be_overlay(const Files& files, const std::string& path) {
  return !files_below(files, path).empty();
}

bool has_key(std::string_view bytes, std::string_view name) {
  const auto in_name = [](char c) { return ascii::alnum(c) || c == '_' || c == '-' || c == '.'; };
  for (std::size_t at = bytes.find(name); !name.empty() && at != std::string_view::npos;
       at = bytes.find(name, at + 1)) {
    std::string_view behind = bytes.substr(at + name.size());
    if (behind.starts_with('"') || behind.starts_with('\'')) behind.remove_prefix(1);
    if (behind.starts_with(':') && (at == 0 || !in_name(bytes[at - 1]))) return true;
  }
  return false;
}

bool laid_over(const Files& files, const std::string& path, std::string_view service) {
  const std::vector<std::string> below = files_below(files, path);
  return std::any_of(below.begin(), below.end(), [&](const std::string& each) {
    const Result<std::string> bytes = files.read(each);
    return bytes && has_key(*bytes, service);
  });
}

ComposeProject read_compose(const Files& files, Sources& sources, FileId file,
                            const std::string& root) {
  const std::string& path = sources[file].path;
  if (is_bake_name(file_name(path))) return read_bake_project(files, sources, file, root);
  if (is_devcontainer_name(file_name(path)))
    return read_devcontainer_project(files, sources, file, root);
  ComposeProject out;
  out.file = file;
  const Yaml tree = Loader(files, sources, root, out).project(file);
  out.services = read::compose_services(tree);
  // A workflow, say, that only has the name.
  if (out.known && tree.find("services") == nullptr && tree.find("include") == nullptr) {
    out.known = false;
    out.errors.clear();
    out.uses.clear();
  }
  return out;
}

bool may_build(const Files& files, const std::string& path, std::string_view bytes) {
  if (!is_compose_name(file_name(path))) return true;
  static constexpr PartList keys = "build extends include";
  // A backslash may spell a key in another way, and so does another encoding.
  static constexpr ByteSet others = "\\";
  if (keys.in(bytes) || others.in(bytes) || bytes.find('\0') != std::string_view::npos) return true;
  return !compose_override(files, path).empty();
}

ComposeProject read_layers(const Files& files, Sources& sources,
                           const std::vector<std::string>& paths, const std::string& root) {
  ComposeProject out;
  const Yaml tree = Loader(files, sources, root, out).layers(paths);
  out.services = read::compose_services(tree);
  // Paths are seen from the first file, whichever they are written in.
  for (read::ComposeService& service : out.services) {
    if (service.build) service.build->below = parent_path(paths.front());
  }
  return out;
}

ComposeTarget compose_target(const Files& files, const Sources& sources,
                             const read::ComposeService& service, const std::string& root) {
  ComposeTarget out;
  if (!service.build) return out;
  const read::ComposeBuild& build = *service.build;
  if (!build.context.complete || !build.dockerfile.complete || !build.span) return out;
  // Paths are seen from the file that they are written in.
  const std::string below =
      build.below.empty() ? parent_path(sources[build.span.file].path) : build.below;
  const std::string written = build.context.empty() ? "." : build.context.value;
  if (written.find("://") != std::string::npos || written.starts_with("git@")) return out;
  const std::string context = files.real(join_path(below, written));
  if (context.empty() || path_within(root, context).empty() ||
      files.kind(context) != FileKind::directory)
    return out;
  if (build.inline_text) {
    out.context = context;
    return out;
  }
  const std::string name = build.dockerfile.empty() ? "Dockerfile" : build.dockerfile.value;
  const std::string real = files.real(join_path(build.dockerfile_beside ? below : context, name));
  if (real.empty() || path_within(root, real).empty() || files.kind(real) != FileKind::regular)
    return out;
  out.context = context;
  out.dockerfile = real;
  return out;
}

namespace {

/// Where each line of a literal block (`|`) stands in the file; false where the file has others.
bool lay_out(std::string_view value, std::size_t header, std::string_view bytes, std::string& out) {
  if (header >= bytes.size() || bytes[header] != '|') return false;
  std::size_t at = bytes.find('\n', header);
  std::size_t indent = std::string_view::npos;
  while (!value.empty() && at != std::string_view::npos) {
    const std::size_t begin = at + 1;
    at = bytes.find('\n', begin);
    std::string_view written = bytes.substr(begin, std::min(at, bytes.size()) - begin);
    if (written.ends_with('\r')) written.remove_suffix(1);
    const std::string_view line = value.substr(0, value.find('\n'));
    value.remove_prefix(std::min(line.size() + 1, value.size()));
    if (line.empty()) {
      if (written.find_first_not_of(' ') != std::string_view::npos) return false;
      continue;
    }
    if (indent == std::string_view::npos)
      indent = std::min(written.find_first_not_of(' '), written.size());
    if (written.size() < indent || written.substr(indent) != line) return false;
    out.replace(begin + indent, line.size(), line);
  }
  return value.empty();
}

}  // namespace

std::string inline_dockerfile(const read::ComposeService& service, FileId file,
                              std::string_view bytes) {
  const read::Yaml* const build = service.tree.find("build");
  const read::Yaml* const written = build == nullptr ? nullptr : build->find("dockerfile_inline");
  if (written == nullptr || written->kind != read::Yaml::Kind::scalar || !written->text.complete ||
      written->span.file != file)
    return {};
  // A heredoc ends at a line that stands at the margin, where none of these does.
  if (written->text.value.find("<<") != std::string::npos) return {};
  std::string out(bytes);
  for (char& c : out) {
    if (c != '\n' && c != '\r') c = ' ';
  }
  const Span exact = written->text.span(0, written->text.value.size());
  if (exact && bytes.substr(exact.begin, exact.size()) == written->text.value)
    return out.replace(exact.begin, exact.size(), written->text.value);
  return lay_out(written->text.value, written->span.begin, bytes, out) ? out : std::string();
}

void set_options(const read::ComposeService& service, const ComposeProject& project,
                 BuildOptions& options) {
  if (!service.build) return;
  const read::ComposeBuild& build = *service.build;
  for (const read::ComposePair& arg : build.args) {
    Text value;
    value.complete = false;
    if (arg.value) {
      value = *arg.value;
    } else if (const auto found = project.variables.find(arg.name.value);
               found != project.variables.end()) {
      value = found->second;
    }
    options.written_args[arg.name.value] = std::move(value);
  }
  if (build.target.complete) options.target = build.target.value;
  const Text* platform = nullptr;
  if (build.platforms.size() == 1) platform = &build.platforms.front();
  if (service.platform) platform = &*service.platform;
  if (platform != nullptr && platform->complete) options.platform = platform->value;
}

}  // namespace cudafit::document
