#include "matrix/load.h"

#include <algorithm>
#include <exception>
#include <map>
#include <set>

#include "matrix/yaml_row.h"

namespace cudafit::matrix::load {
namespace {

void read_sources(Matrix& matrix, const Row& file) {
  std::string last;  // ids rise within a file
  file.rows("sources", [&](const YAML::Node& node) {
    const Row row = file.child(node, {"id", "title", "url", "date"});
    Source source{row.required("id"), row.required("title"), row.text("url"), row.date("date"),
                  row.place()};
    if (source.id <= last) {
      row.fail(fmt::format("\"{}\" is not sorted: ids rise, each stands once", source.id));
    }
    last = source.id;
    matrix.sources.push_back(std::move(source));
  });
}

/// What the rows of a release say unless a group of tags says otherwise.
struct Defaults {
  std::string as_of, source;
};

std::string window(const Row& row) {
  const std::string value = row.text("removed");
  const std::size_t dots = value.find("..");
  if (value.empty()) return value;
  const std::string from = value.substr(0, dots);
  const std::string to = dots == std::string::npos ? "" : value.substr(dots + 2);
  if ((from != "unknown" && !date_ok(from)) || !date_ok(to) || (from != "unknown" && from > to)) {
    row.fail(row.at("removed"),
             fmt::format("\"{}\" is not a window (YYYY-MM-DD..YYYY-MM-DD, or unknown.. )", value));
  }
  return value;
}

/// "cudnn8-devel" into its parts.
void read_flavor(const Row& row, std::string_view word, Tag& tag) {
  if (word.starts_with("cudnn")) {
    const std::size_t dash = word.find('-');
    tag.cudnn = word.substr(0, dash);
    word = dash == std::string_view::npos ? std::string_view() : word.substr(dash + 1);
  } else if (word.starts_with("tensorrt-")) {
    word.remove_prefix(std::string_view("tensorrt-").size());
  }
  tag.flavor = static_cast<Flavor>(1 + row.choice("flavors", word, flavor_words));
}

/// A file of moderate size must not ask for any number of tags.
constexpr std::size_t most_of_group = 10000;

/// One group: every CUDA x flavor x system it names.
void read_group(const Row& row, const std::string& release, bool cuda_release,
                const Defaults& defaults, std::vector<Tag>& out) {
  Tag tag;
  tag.place = row.place();
  tag.release = release;
  tag.existence = static_cast<Existence>(
      std::array{0, 1, 2, 4}[row.choice("status", row.text("status", "published"), status_words)]);
  tag.arches = row.text("arches");
  tag.source = row.text("source", defaults.source);
  tag.as_of =
      row.date("as_of", tag.existence == Existence::published ? defaults.as_of : std::string());
  tag.removed_between = window(row);
  tag.weak = row.flag("weak");
  tag.reason = row.text("reason");
  if (tag.source.empty()) row.fail("this row has no source");
  if ((tag.existence == Existence::removed) == tag.removed_between.empty()) {
    row.fail("a removed tag, and no other, says when: \"removed\"");
  }
  if ((tag.existence == Existence::never) == tag.reason.empty()) {
    row.fail("a tag that never was, and no other, says why: \"reason\"");
  }
  if (row.has("names")) {
    for (std::string& name : row.sorted_list("names")) {
      tag.tag = std::move(name);
      out.push_back(tag);
    }
    return;
  }
  const std::string suffix = row.text("suffix");
  std::vector<std::string> cudas = row.list("cuda");
  std::vector<std::string> systems = row.sorted_list("os");
  if (cudas.empty()) cudas.emplace_back();
  if (systems.empty()) systems.emplace_back();
  const std::vector<std::string> flavors = row.list("flavors");
  if (flavors.empty()) row.fail("this row has neither \"flavors\" nor \"names\"");
  if (cudas.size() * systems.size() * flavors.size() > most_of_group)
    return row.fail(fmt::format("one row names more than {} tags", most_of_group));
  for (const std::string& cuda : cudas) {
    if (!cuda.empty()) row.version("cuda", cuda);
    for (const std::string& flavor : flavors) {
      for (const std::string& os : systems) {
        tag.cuda = cuda.empty() && cuda_release ? release : cuda;
        tag.cudnn.clear();
        tag.os = os;
        tag.tag = release + (cuda.empty() ? "" : "-cuda" + cuda) + "-" + flavor +
                  (os.empty() ? "" : "-" + os) + suffix;
        read_flavor(row, flavor, tag);
        out.push_back(tag);
      }
    }
  }
}

void read_release(const Row& row, Repository& repository, bool cuda_release) {
  const std::string version = row.required("release");
  const Version parsed = row.version("release", version);
  if (!repository.releases.empty() &&
      !version_before(*Version::parse(repository.releases.back().version), parsed)) {
    row.fail(fmt::format("release {} is not sorted: releases rise, each stands once", version));
  }
  constexpr std::array<std::string_view, 2> listings = {"complete", "partial"};
  const bool complete = row.choice("listing", row.required("listing"), listings) == 0;
  const Defaults defaults{row.date("as_of"), row.text("source")};
  if (complete && (defaults.as_of.empty() || defaults.source.empty())) {
    row.fail("a complete listing has \"as_of\" and \"source\"");
  }
  repository.releases.push_back(
      {parsed ? version : "0", defaults.as_of, defaults.source, complete, row.place()});
  const std::size_t first = repository.tags.size();
  row.rows("tags", [&](const YAML::Node& node) {
    read_group(row.child(node, {"os", "cuda", "flavors", "suffix", "names", "status", "arches",
                                "as_of", "removed", "reason", "source", "weak"}),
               version, cuda_release, defaults, repository.tags);
  });
  row.rows("confirmed", [&](const YAML::Node& node) {
    const Row later = row.child(node, {"os", "cuda", "flavors", "as_of", "source"});
    std::vector<Tag> confirmed;
    read_group(later, version, cuda_release, {}, confirmed);
    for (const Tag& tag : confirmed) {
      const auto listed = std::find_if(repository.tags.begin() + static_cast<std::ptrdiff_t>(first),
                                       repository.tags.end(),
                                       [&](const Tag& other) { return other.tag == tag.tag; });
      if (listed == repository.tags.end() || listed->existence != Existence::published) {
        later.fail(fmt::format("{} is confirmed but not listed as published", tag.tag));
        continue;
      }
      listed->as_of = tag.as_of;
      listed->source = tag.source;
    }
  });
}

void read_sentences(const Row& file, Repository& repository) {
  for (const auto& [kind, sentence] : file.pairs("sentences")) {
    repository.sentences[file.choice("sentences", kind, absence_words)] = sentence;
    for (std::size_t open = sentence.find('{'); open != std::string::npos;
         open = sentence.find('{', open + 1)) {
      const std::size_t close = sentence.find('}', open);
      const std::string field =
          sentence.substr(open + 1, close == std::string::npos ? close : close - open - 1);
      if (close == std::string::npos) {
        file.fail(file.at("sentences"), fmt::format("a brace is not closed in \"{}\"", sentence));
      } else {
        file.choice("sentences", field, sentence_fields);
      }
    }
  }
}

void read_tags(Matrix& matrix, const Row& file) {
  Repository repository;
  repository.place = file.place();
  repository.name = file.required("repository");
  repository.same_as = file.sorted_list("same_as");
  constexpr std::array<std::string_view, 2> kinds = {"cuda", "other"};
  const bool cuda_release = file.choice("release_is", file.required("release_is"), kinds) == 0;
  for (const auto& [family, newest] : file.pairs("systems")) {
    if (!Version::parse(newest))
      file.fail(file.at("systems"), fmt::format("\"{}\" is not a version", newest));
    repository.systems[family] = newest;
  }
  repository.system_source = file.text("system_source");
  if (!repository.systems.empty() && repository.system_source.empty())
    file.fail("\"systems\" come with \"system_source\"");
  file.rows("short_versions", [&](const YAML::Node& node) {
    const Row row = file.child(node, {"versions", "as_of", "source"});
    for (const std::string& version : row.list("versions")) {
      row.version("versions", version);
      repository.shorts.push_back(
          {version, row.date("as_of"), row.required("source"), row.place()});
    }
  });
  read_sentences(file, repository);
  file.rows("releases", [&](const YAML::Node& node) {
    read_release(file.child(node, {"release", "listing", "as_of", "source", "tags", "confirmed"}),
                 repository, cuda_release);
  });
  file.rows("other_tags", [&](const YAML::Node& node) {
    read_group(file.child(node, {"names", "status", "arches", "as_of", "removed", "reason",
                                 "source", "weak"}),
               "", false, {}, repository.tags);
  });
  matrix.repositories.push_back(std::move(repository));
}

void read_grammars(Matrix& matrix, const Row& file) {
  const std::size_t first = matrix.grammars.size();
  file.rows("grammars", [&](const YAML::Node& node) {
    const Row row = file.child(node, {"repository", "patterns", "source"});
    Grammar grammar{row.required("repository"), row.required("source"), row.list("patterns"),
                    row.place()};
    if (matrix.grammars.size() > first && grammar.repository <= matrix.grammars.back().repository) {
      row.fail(fmt::format("\"{}\" is not sorted: repositories rise, each stands once",
                           grammar.repository));
    }
    if (grammar.patterns.empty()) row.fail("this row has no \"patterns\"");
    for (const std::string& pattern : grammar.patterns) {
      int depth = 0;
      for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '[') ++depth;
        if (pattern[i] == ']') --depth;
        if (depth < 0 || depth > 1) break;
        if (pattern[i] != '{') continue;
        const std::size_t close = pattern.find('}', i);
        if (close == std::string::npos) {
          depth = -1;
          break;
        }
        row.choice("patterns", std::string_view(pattern).substr(i + 1, close - i - 1),
                   pattern_fields);
      }
      if (depth != 0)
        row.fail(fmt::format("brackets or braces of the pattern \"{}\" do not pair", pattern));
    }
    matrix.grammars.push_back(std::move(grammar));
  });
}

std::vector<Variable> read_variables(const Row& row) {
  std::vector<Variable> out;
  for (const auto& [name, value] : row.pairs("set")) out.push_back({name, value, true});
  for (const std::string& name : row.sorted_list("unknown_values"))
    out.push_back({name, "", false});
  std::sort(out.begin(), out.end(),
            [](const Variable& a, const Variable& b) { return a.name < b.name; });
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i].name == out[i - 1].name) row.fail(fmt::format("{} stands twice", out[i].name));
  }
  return out;
}

void read_environments(Matrix& matrix, const Row& file) {
  const std::size_t first = matrix.images.size();
  file.rows("images", [&](const YAML::Node& node) {
    const Row row =
        file.child(node, {"repository", "tags", "complete", "source", "set", "unknown_values"});
    Image image{row.required("repository"), row.required("source"), row.list("tags"),
                read_variables(row),        row.flag("complete"),   row.place()};
    if (image.globs.empty()) row.fail("this row has no \"tags\"");
    if (matrix.images.size() > first && image.repository < matrix.images.back().repository) {
      row.fail(fmt::format("\"{}\" is not sorted: repositories rise", image.repository));
    }
    matrix.images.push_back(std::move(image));
  });
  const std::string repository = file.has("layers") ? file.required("repository") : std::string();
  Version last;
  std::size_t last_layer = 0;
  file.rows("layers", [&](const YAML::Node& node) {
    const Row row =
        file.child(node, {"release", "layer", "os", "complete", "source", "set", "unknown_values"});
    Layer layer;
    layer.place = row.place();
    layer.repository = repository;
    layer.version = row.required("release");
    layer.source = row.required("source");
    layer.layer =
        static_cast<std::uint8_t>(row.choice("layer", row.required("layer"), layer_words));
    layer.systems = row.sorted_list("os");
    layer.variables = read_variables(row);
    layer.complete = row.flag("complete") || layer.layer != 0;
    if (layer.layer != 0 && row.has("complete"))
      row.fail("only a base row says whether it is complete");
    const Version version = row.version("release", layer.version);
    if (version_before(version, last) ||
        (!version_before(last, version) && layer.layer < last_layer)) {
      row.fail(
          "this row is not sorted: releases rise, then base, runtime, devel, cudnn-runtime, "
          "cudnn-devel");
    }
    last = version;
    last_layer = layer.layer;
    if (layer.systems.empty()) row.fail("this row has no \"os\"");
    matrix.layers.push_back(std::move(layer));
  });
}

void read_keys(Matrix& matrix, const Row& file) {
  const std::string rotated = file.date("rotated");
  if (rotated.empty()) file.fail("this table has no \"rotated\"");
  matrix.rotation = {rotated,
                     file.required("old_key"),
                     file.required("new_key"),
                     file.required("missing_key"),
                     file.required("source"),
                     file.place()};
  file.rows("images", [&](const YAML::Node& node) {
    const Row row = file.child(node, {"repository", "tags", "built", "source"});
    OldKeys keys{row.required("repository"), row.date("built"), row.required("source"),
                 row.list("tags"), row.place()};
    if (keys.tags.empty()) row.fail("this row has no \"tags\"");
    if (keys.built.empty()) row.fail("this row has no \"built\"");
    if (keys.built >= rotated)
      row.fail("an image built after the rotation does not hold the old key");
    matrix.old_keys.push_back(std::move(keys));
  });
}

void read_file(Matrix& matrix, const std::string& name, const YAML::Node& root) {
  std::vector<std::string_view> tables = {"sources", "tags", "grammars", "environments", "apt-key"};
  const std::string table =
      root.IsMap() && root["table"] && root["table"].IsScalar() ? root["table"].Scalar() : "";
  if (table == "sources") return read_sources(matrix, {matrix, name, root, {"table", "sources"}});
  if (table == "tags") {
    return read_tags(matrix,
                     {matrix,
                      name,
                      root,
                      {"table", "repository", "same_as", "release_is", "systems", "system_source",
                       "short_versions", "sentences", "releases", "other_tags"}});
  }
  if (table == "grammars")
    return read_grammars(matrix, {matrix, name, root, {"table", "grammars"}});
  if (table == "environments") {
    return read_environments(matrix,
                             {matrix, name, root, {"table", "repository", "images", "layers"}});
  }
  if (table == "apt-key")
    return read_keys(
        matrix, {matrix,
                 name,
                 root,
                 {"table", "rotated", "old_key", "new_key", "missing_key", "source", "images"}});
  if (read_shaped(matrix, name, root, table)) return;
  const std::vector<std::string_view> shaped = shaped_tables();
  tables.insert(tables.end(), shaped.begin(), shaped.end());
  const int line = (root.IsMap() && root["table"] ? root["table"] : root).Mark().line + 1;
  report(matrix, name, line, fmt::format("unknown table \"{}\"{}", table, nearest(table, tables)));
}

}  // namespace

std::string Problem::message() const {
  return fmt::format("{}:{}: {}", place.file, place.line, text);
}

void add(Matrix& matrix, const std::string& name, const std::string& yaml) {
  matrix.files.insert(name.substr(name.rfind('/') + 1));
  try {
    for (const YAML::Node& table : documents(matrix, name, yaml)) read_file(matrix, name, table);
  } catch (const YAML::Exception& error) {
    const bool deep = error.msg == YAML::ErrorMsg::BAD_FILE;
    report(matrix, name, error.mark.line + 1,
           deep ? "this is nested deeper than any table" : error.msg);
  } catch (const std::exception& error) {
    report(matrix, name, 1, error.what());
  }
}

}  // namespace cudafit::matrix::load
