// Contents of images: a pattern of the tag says what the image adds to the image or distribution it
// builds on.
#include "matrix/contents.h"

#include <algorithm>
#include <array>

#include "matrix/pytorch_image.h"
#include "matrix/rows.h"
#include "matrix/shapes_image.h"
#include "matrix/tag_fields.h"

namespace cudafit::matrix {
namespace {

using ContentsRow = Row<shapes::image_contents>;
using Words = std::vector<std::string_view>;

constexpr int deepest = 4;  // images on images on images

bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The answers that has, lacks and unclear set, by their words.
struct Answer {
  std::string_view word;
  Known ImageContents::*field;
};
constexpr std::array<Answer, 14> answers = {{
    {"nvcc", &ImageContents::nvcc},
    {"cuda-headers", &ImageContents::cuda_headers},
    {"cudart", &ImageContents::cuda_runtime},
    {"libraries", &ImageContents::cuda_libraries},
    {"cudnn", &ImageContents::cudnn},
    {"nccl", &ImageContents::nccl},
    {"compat", &ImageContents::cuda_compat},
    {"opengl", &ImageContents::opengl},
    {"cc", &ImageContents::c_compiler},
    {"python", &ImageContents::python},
    {"pip", &ImageContents::pip},
    {"pep668", &ImageContents::pep668},
    {"conda", &ImageContents::conda},
    {"shell", &ImageContents::default_cmd_shell},
}};

void apply(ImageContents& out, const Words& words, Known value) {
  for (const Answer& answer : answers) {
    if (holds(words, answer.word)) out.*answer.field = value;
  }
  if (value == Known::unknown) return;
  if (holds(words, "apt")) out.apt = value == Known::yes;
  if (holds(words, "gate")) out.gated = value == Known::yes;
}

/// "ubuntu 22.04", "ubuntu22.04", "debian bookworm", "alpine".
struct System {
  std::string_view os, release;
};

System split_system(std::string_view text) {
  std::size_t at = text.find(' ');
  if (at != std::string_view::npos) return {text.substr(0, at), text.substr(at + 1)};
  at = std::min(text.find_first_of("0123456789"), text.size());
  return {text.substr(0, at), text.substr(at)};
}

/// The distribution's row: of the release, by number or code name, else the one of all releases
/// where none is named. A release that is not in the table has none.
std::optional<Row<shapes::os_images>> system_row(System system) {
  std::optional<Row<shapes::os_images>> family;
  const std::optional<Version> number = Version::parse(system.release);
  for (const auto row : rows<shapes::os_images>().find(system.os)) {
    const std::string_view release = row.text("version");
    if (release.empty()) family = row;
    const bool same = number && !release.empty() && Version::parse(release) == number;
    if (same || row.lists("names", system.release)) return row;
  }
  // Families of rolling numbers (alpine) have one row; a word that is no number names something
  // else.
  return system.release.empty() || number ? family : std::nullopt;
}

bool put_system(ImageContents& out, std::string_view text) {
  const System system = split_system(text);
  const std::optional<Row<shapes::os_images>> row = system_row(system);
  if (!row) return false;
  out.os = row->text("os");
  out.os_release = row->text("version");
  out.os_version = Version::parse(out.os_release).value_or(Version{});
  apply(out, row->texts("has"), Known::yes);
  apply(out, row->texts("lacks"), Known::no);
  out.python_version = row->version("python");
  out.python_programs = row->texts("programs");
  out.distro_python = row->version("distro_python");
  out.weak = row->weak();
  return true;
}

/// The row of a system, else the one of all systems.
template <const Shape& S>
std::optional<Row<S>> of_system(const Rows<S>& found, std::string_view os) {
  std::optional<Row<S>> out;
  for (const auto row : found) {
    if (row.text("os").empty() && !out) out = row;
    if (!os.empty() && row.text("os") == os) out = row;
  }
  return out;
}

/// What the releases of nvidia/cuda differ in.
void put_release(ImageContents& out, const Version& release, std::string_view os) {
  const auto row = of_system(rows<shapes::cuda_image_releases>().find(release), os);
  out.cuda_compat = row ? row->known("compat") : Known::unknown;
  if (out.cuda_libraries != Known::yes) return;
  out.nccl = row ? row->known("nccl") : Known::unknown;
}

void put_cudnn(ImageContents& out, const Version& release, std::string_view word,
               std::string_view os) {
  const std::optional<Version> written = Version::parse(word);
  if (written) {
    out.cudnn_version = *written;
  } else if (word.starts_with("cudnn")) {
    const auto table = rows<shapes::cuda_image_cudnn>();
    const auto row = of_system(table.find(release, word), os);
    const auto rule = of_system(table.find(Version{}, word), {});
    const Version digits = Version::parse(word.substr(5)).value_or(Version{});
    if (row) out.cudnn_version = row->version("version");
    out.cudnn_major = digits ? digits.major() : rule ? rule->version("version").major() : 0;
  }
  if (out.cudnn_version) out.cudnn_major = out.cudnn_version.major();
}

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    out.push_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

/// What its own table says of a tag of pytorch/pytorch.
void put_pytorch(ImageContents& out, std::string_view tag) {
  const std::optional<PytorchImage> image = pytorch_image(tag);
  if (!image) return;
  out.torch = image->torch;
  out.torch_variant =
      "cu" + std::to_string(image->cuda.major()) + std::to_string(image->cuda.minor());
  out.nvcc = image->nvcc;
  out.c_compiler = image->gcc;
  if (!image->python_weak) out.python_version = image->python;
  out.source = image->source;
  out.weak = out.weak || image->weak;
}

bool all_known(const ImageContents& image) {
  constexpr std::array<Known ImageContents::*, 11> needed = {
      &ImageContents::nvcc,         &ImageContents::cuda_headers,
      &ImageContents::cuda_runtime, &ImageContents::cuda_libraries,
      &ImageContents::cudnn,        &ImageContents::nccl,
      &ImageContents::cuda_compat,  &ImageContents::c_compiler,
      &ImageContents::python,       &ImageContents::pip,
      &ImageContents::conda};
  const bool answered = std::none_of(needed.begin(), needed.end(),
                                     [&](auto field) { return image.*field == Known::unknown; });
  return answered && !image.os.empty() && (image.cuda || image.cuda_runtime == Known::no) &&
         (image.cudnn_version || image.cudnn == Known::no) &&
         (image.python_version || image.python == Known::no);
}

std::optional<ImageContents> find(std::string_view repository, std::string_view tag, int depth);

std::optional<ImageContents> make(const ContentsRow& row, const TagFields& fields,
                                  std::string_view repository, std::string_view tag, int depth) {
  ImageContents out;
  const std::string os = fill_fields(row.text("os"), fields);
  if (!os.empty() && !put_system(out, os)) return std::nullopt;
  if (const std::string on = fill_fields(row.text("on"), fields); !on.empty()) {
    const std::size_t colon = on.rfind(':');
    const std::optional<ImageContents> base =
        find(std::string_view(on).substr(0, colon), std::string_view(on).substr(colon + 1), depth);
    if (!base) return std::nullopt;
    out = *base;
  }
  apply(out, row.texts("has"), Known::yes);
  apply(out, row.texts("lacks"), Known::no);
  apply(out, row.texts("unclear"), Known::unknown);
  const auto version = [&](std::string_view text) {
    return Version::parse(fill_fields(text, fields)).value_or(Version{});
  };
  if (const std::string_view cuda = row.text("cuda"); !cuda.empty()) out.cuda = version(cuda);
  const Version release = version(row.text("release"));
  const std::string plain_os = os.find(' ') == std::string::npos ? os : std::string();
  if (release) put_release(out, release, plain_os);
  if (const std::string_view cudnn = row.text("cudnn"); !cudnn.empty())
    put_cudnn(out, release, fill_fields(cudnn, fields), plain_os);
  if (const std::string_view python = row.text("python"); !python.empty())
    out.python_version = version(python);
  if (const Words programs = row.texts("programs"); !programs.empty())
    out.python_programs = programs;
  if (out.python == Known::no) {
    out.python_version = {};
    out.python_programs.clear();
  }
  if (const std::string text = fill_fields(row.text("torch"), fields); !text.empty())
    out.torch = text;
  if (const std::string text = fill_fields(row.text("torch_variant"), fields); !text.empty())
    out.torch_variant = text;
  if (const std::string text = fill_fields(row.text("tensorflow"), fields); !text.empty())
    out.tensorflow = text;
  if (const Words arches = row.texts("arches"); !arches.empty()) out.architectures = arches;
  if (const TagAnswer listed = find_tag(repository, tag); listed.row)
    out.architectures = split(listed.row->arches);
  if (const std::string_view note = row.text("note"); !note.empty()) out.note = note;
  out.source = row.source();
  out.weak = out.weak || row.weak();
  if (repository == "pytorch/pytorch") put_pytorch(out, tag);
  out.complete = all_known(out);
  return out;
}

std::optional<ImageContents> find(std::string_view repository, std::string_view tag, int depth) {
  if (depth > deepest) return std::nullopt;
  struct Fit {
    std::size_t fixed;
    ContentsRow row;
    TagFields fields;
  };
  std::vector<Fit> fits;
  for (const auto row : rows<shapes::image_contents>().find(repository)) {
    const std::string_view pattern = row.text("tags");
    if (std::optional<TagFields> fields = match_fields(pattern, tag))
      fits.push_back({fixed_length(pattern), row, std::move(*fields)});
  }
  std::stable_sort(fits.begin(), fits.end(),
                   [](const Fit& a, const Fit& b) { return a.fixed > b.fixed; });
  for (const Fit& fit : fits) {
    if (std::optional<ImageContents> out = make(fit.row, fit.fields, repository, tag, depth + 1))
      return out;
  }
  return std::nullopt;
}

}  // namespace

std::string behind_mirror(std::string_view repository) {
  for (const auto mirror : rows<shapes::image_mirrors>()) {
    const std::string_view prefix = mirror.text("prefix");
    if (repository.starts_with(prefix))
      return canonical_repository(repository.substr(prefix.size()));
  }
  return std::string(repository);
}

std::vector<std::string_view> described_repositories() {
  std::vector<std::string_view> out;
  for (const auto row : rows<shapes::image_contents>()) out.push_back(row.text("repository"));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<ImageContents> contents(std::string_view repository, std::string_view tag) {
  if (const std::string behind = behind_mirror(repository); behind != repository)
    return contents(behind, tag);
  if (const tables::RepositoryRow* const row = tables::repository_row(repository))
    repository = tables::view(row->name);
  return find(repository, tag, 0);
}

Version distro_python(std::string_view os, Version version) {
  const std::optional<Row<shapes::os_images>> row =
      version ? system_row({os, version.text()}) : system_row({os, {}});
  return row ? row->version("distro_python") : Version{};
}

}  // namespace cudafit::matrix
