#pragma once
// The one place where an image's name becomes a question to the matrix. What people declare like
// another image is asked for under that one's name, except whether its tags exist.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/declared_image.h"
#include "matrix/contents.h"
#include "matrix/gate.h"
#include "matrix/matrix.h"

namespace cudafit::graph {

/// The name under which the matrix is asked.
struct AskedImage {
  std::string repository;  ///< canonical; of the image that it is like, where it is declared
  std::string tag;
  bool known = false;  ///< false: nothing can be asked, the tag is not known or a digest decides
  int declared = -1;   ///< index into the declared images; -1: it is none of them
  /// All that it sets, by its registry; null: nobody asked it.
  std::shared_ptr<const facts::ImageConfiguration> configuration = {};
  /// Declared like the image of its own tag and to bring nothing else: the same under another name.
  bool copy = false;
};

/// `repository` canonical. `tag_known`: the tag is what decides which image it is. `digest`: what
/// does it else; empty: it is not known either.
AskedImage asked_image(const std::vector<facts::DeclaredImage>& declared,
                       std::string_view repository, std::string_view tag, bool tag_known,
                       std::string_view digest = {});

/// Whether the tag exists; nothing is known of the tags of declared images.
matrix::TagAnswer find_tag(const AskedImage& image);
/// What is in it, without what a declaration says that it brings.
std::optional<matrix::ImageContents> contents(const AskedImage& image);
/// The ENV it brings; a declared image may set more. The texts are the image's own.
std::optional<matrix::ImageEnvironment> environment(const AskedImage& image);
/// Its NVIDIA_REQUIRE_CUDA, where the matrix lists it.
std::optional<matrix::Gate> listed_gate(const AskedImage& image, bool arm);
/// NVIDIA's old apt key is in it. Whoever built an image on another had to replace the key.
std::optional<matrix::OldKey> old_apt_key(const AskedImage& image);

}  // namespace cudafit::graph
