// What images bring: their ENV, and whether they hold NVIDIA's old apt key.
#include <algorithm>
#include <array>

#include "matrix/pattern.h"
#include "matrix/rows.h"
#include "matrix/shapes_packages.h"
#include "matrix/tables.h"

namespace cudafit::matrix {
namespace {

using tables::view;

enum Layer : std::uint8_t { base, runtime, devel, cudnn_runtime, cudnn_devel };

/// The Dockerfiles an nvidia/cuda image is made of, lowest first; -1 ends the list.
std::array<int, 4> chain(const ImageTag& tag) {
  const bool cudnn = !tag.cudnn.empty();
  switch (tag.flavor) {
    case Flavor::base:
      return {base, -1, -1, -1};
    case Flavor::runtime:
      return {base, runtime, cudnn ? cudnn_runtime : -1, -1};
    case Flavor::devel:
      return {base, runtime, devel, cudnn ? cudnn_devel : -1};
    case Flavor::none:
      break;
  }
  return {-1, -1, -1, -1};
}

std::string_view flavor_word(Flavor flavor) {
  return flavor == Flavor::none ? std::string_view()
                                : flavor_words[static_cast<std::size_t>(flavor) - 1];
}

const tables::LayerRow* find_layer(const ImageTag& tag, int layer) {
  const auto* const end = tables::now.layers.data() + tables::now.layers.size();
  const auto* const row = std::lower_bound(
      tables::now.layers.data(), end, tag, [layer](const tables::LayerRow& a, const ImageTag& b) {
        if (const int order = view(a.repository).compare(b.repository)) return order < 0;
        if (tables::now.versions[a.version] != b.release)
          return tables::now.versions[a.version] < b.release;
        if (const int order = view(a.os).compare(b.os)) return order < 0;
        return a.layer < layer;
      });
  if (row == end || view(row->repository) != tag.repository ||
      tables::now.versions[row->version] != tag.release || view(row->os) != tag.os ||
      row->layer != layer) {
    return nullptr;
  }
  return row;
}

void add(ImageEnvironment& to, std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t i = begin; i < end; ++i) {
    const tables::VariableRow& row = tables::now.variables[i];
    const ImageVariable variable{
        .name = view(row.name), .value = view(row.value), .known = row.known};
    const auto at =
        std::lower_bound(to.variables.begin(), to.variables.end(), variable.name,
                         [](const ImageVariable& a, std::string_view b) { return a.name < b; });
    if (at != to.variables.end() && at->name == variable.name) {
      *at = variable;
    } else {
      to.variables.insert(at, variable);
    }
  }
}

std::optional<ImageEnvironment> layered(const ImageTag& tag) {
  std::string plain = tag.release.text();
  for (const std::string_view word : {tag.cudnn, flavor_word(tag.flavor), tag.os}) {
    if (!word.empty()) plain.append("-").append(word);
  }
  if (tag.tag != plain) return std::nullopt;  // -rc, -tensorrt-: built from other Dockerfiles
  ImageEnvironment out;
  out.complete = true;
  for (const int layer : chain(tag)) {
    if (layer < 0) break;
    const tables::LayerRow* const row = find_layer(tag, layer);
    if (!row) {
      if (layer == base) return std::nullopt;
      out.complete = false;  // what this layer sets is not in the data; what lies below it is
      continue;
    }
    add(out, row->begin, row->end);
    out.complete = out.complete && row->complete;
    out.source = tables::cite(row->source);
  }
  if (out.variables.empty()) return std::nullopt;
  return out;
}

}  // namespace

std::optional<ImageEnvironment> environment(std::string_view repository, std::string_view tag) {
  const TagAnswer answer = find_tag(repository, tag);
  if (answer.existence == Existence::never) return std::nullopt;
  if (answer.row) {
    repository = answer.row->repository;
    if (std::optional<ImageEnvironment> known = layered(*answer.row)) return known;
  } else if (const tables::RepositoryRow* const row = tables::repository_row(repository)) {
    repository = view(row->name);
  }
  const tables::ImageRow* const end = tables::now.images.data() + tables::now.images.size();
  const tables::ImageRow* row = std::lower_bound(
      tables::now.images.data(), end, repository,
      [](const tables::ImageRow& a, std::string_view b) { return view(a.repository) < b; });
  for (; row != end && view(row->repository) == repository; ++row) {
    if (!match_glob(view(row->glob), tag)) continue;
    ImageEnvironment out{
        .variables = {}, .complete = row->complete, .source = tables::cite(row->source)};
    add(out, row->begin, row->end);
    return out;
  }
  return std::nullopt;
}

KeyRotation key_rotation() {
  const tables::RotationRow& row = tables::now.rotation;
  return {.date = view(row.date),
          .old_key = view(row.old_key),
          .new_key = view(row.new_key),
          .missing_key = view(row.missing_key),
          .source = tables::cite(row.source)};
}

std::optional<AptKey> apt_key(std::string_view repository, std::string_view system) {
  for (const auto row : rows<shapes::apt_key_repositories>().find(repository)) {
    const std::string_view of = row.text("system");
    if (!row.weak() && (of.empty() || of == system))
      return AptKey{row.text("key"), row.text("missing_key"), row.source()};
  }
  return std::nullopt;
}

std::optional<OldKey> old_apt_key(std::string_view repository, std::string_view tag) {
  struct Name {
    std::string_view repository, tag;
  };
  const tables::KeyRow* const end = tables::now.keys.data() + tables::now.keys.size();
  const tables::KeyRow* const row =
      std::lower_bound(tables::now.keys.data(), end, Name{repository, tag},
                       [](const tables::KeyRow& a, const Name& b) {
                         if (const int order = view(a.repository).compare(b.repository))
                           return order < 0;
                         return view(a.tag) < b.tag;
                       });
  if (row == end || view(row->repository) != repository || view(row->tag) != tag)
    return std::nullopt;
  return OldKey{.built = view(row->built), .source = tables::cite(row->source)};
}

}  // namespace cudafit::matrix
