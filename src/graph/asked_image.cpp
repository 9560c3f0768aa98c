#include "graph/asked_image.h"

namespace cudafit::graph {

AskedImage asked_image(const std::vector<facts::DeclaredImage>& declared,
                       std::string_view repository, std::string_view tag, bool tag_known,
                       std::string_view digest) {
  AskedImage out{std::string(repository), std::string(tag), tag_known};
  if (declared.empty()) return out;
  const std::optional<std::string_view> named = tag_known ? std::optional(tag) : std::nullopt;
  out.declared = facts::declared_image(declared, repository, named, digest);
  if (out.declared < 0)
    out.declared =
        facts::declared_image(declared, matrix::behind_mirror(repository), named, digest);
  if (out.declared < 0) return out;
  const facts::DeclaredImage& image = declared[static_cast<std::size_t>(out.declared)];
  out.configuration = image.configuration;
  out.known = !image.like_repository.empty();
  out.copy = tag_known && image.like_tag == tag && image.brings.empty();
  out.repository = image.like_repository;
  out.tag = image.like_tag;
  return out;
}

matrix::TagAnswer find_tag(const AskedImage& image) {
  if (!image.known || image.declared >= 0) return {};
  return matrix::find_tag(image.repository, image.tag);
}

std::optional<matrix::ImageContents> contents(const AskedImage& image) {
  if (!image.known) return std::nullopt;
  return matrix::contents(image.repository, image.tag);
}

std::optional<matrix::ImageEnvironment> environment(const AskedImage& image) {
  if (image.configuration != nullptr) {
    matrix::ImageEnvironment out;
    out.complete = true;
    for (const auto& [name, value] : image.configuration->variables)
      out.variables.push_back({.name = name, .value = value, .known = true});
    return out;
  }
  if (!image.known) return std::nullopt;
  std::optional<matrix::ImageEnvironment> out = matrix::environment(image.repository, image.tag);
  if (out && image.declared >= 0) out->complete = false;
  return out;
}

std::optional<matrix::Gate> listed_gate(const AskedImage& image, bool arm) {
  if (!image.known) return std::nullopt;
  const matrix::TagAnswer answer = matrix::find_tag(image.repository, image.tag);
  if (!answer.row || answer.row->repository != matrix::canonical_repository("nvidia/cuda"))
    return std::nullopt;
  return matrix::image_gate(answer.row->release, arm ? "arm64" : "amd64", answer.row->os);
}

std::optional<matrix::OldKey> old_apt_key(const AskedImage& image) {
  if (!image.known || (image.declared >= 0 && !image.copy)) return std::nullopt;
  return matrix::old_apt_key(image.repository, image.tag);
}

}  // namespace cudafit::graph
