#pragma once
// The parts of an answer about one image.

#include <optional>
#include <string>
#include <string_view>

#include "ask/answer.h"
#include "matrix/contents.h"
#include "matrix/image_packages.h"
#include "matrix/image_releases.h"

namespace cudafit::ask {

struct Image {
  std::string repository;  ///< canonical
  std::string_view tag;
  std::string_view arch;  ///< "amd64", "arm64"
};

/// What an image is, or would be by its name, and what it asks of the host.
std::string image_summary(const Image& image, const std::optional<matrix::ImageContents>& held,
                          const matrix::TagAnswer& found);
/// "ended 2024-05-31", "supported on 2025-12-15"
std::string support_words(const matrix::Support& support);
void add_support(Facts& facts, const matrix::Support& support);
/// `nccl`: where the release says which.
void add_contents(Answer& answer, const matrix::ImageContents& held, const Version& nccl);
void add_release(Answer& answer, const matrix::ImageRelease& release);
void add_gate(Answer& answer, const Image& image, const std::optional<matrix::ImageContents>& held);
void add_size(Answer& answer, const Image& image);
void add_packages(Answer& answer, const Image& image);
void add_variables(Answer& answer, const Image& image);

}  // namespace cudafit::ask
