// What is known of an image before anything is run in it, and what is looked at there.

#include <algorithm>
#include <utility>

#include "facts/image_reference.h"
#include "verify/verdict.h"

namespace cudafit::verify {
namespace {

/// libcudart is named by its major since CUDA 12, and by its line before (11 by its first).
constexpr std::string_view known_runtimes[] = {
    "libcudart.so.13",   "libcudart.so.12",   "libcudart.so.11.0", "libcudart.so.10.2",
    "libcudart.so.10.1", "libcudart.so.10.0", "libcudart.so.9.2",  "libcudart.so"};

/// Looked at wherever they are, as far as nobody asks for others of them.
constexpr std::string_view known_libraries[] = {
    "libcublas.so.13", "libcublas.so.12", "libcublas.so.11", "libcudnn.so.9",
    "libcudnn.so.8",   "libcudnn.so.7",   "libnccl.so.2"};

std::string family(std::string_view library) {
  return std::string(library.substr(0, library.find(".so")));
}

}  // namespace

Expectation expect(std::string_view image, std::vector<LibraryWish> wishes) {
  Expectation out;
  if (!image.empty()) {
    const Result<facts::ImageReference> reference = facts::image_reference(image);
    if (reference && reference->digest.empty())
      out.contents =
          matrix::contents(matrix::canonical_repository(reference->repository()), reference->tag);
  }
  out.libraries = std::move(wishes);
  const Version cuda = out.contents ? out.contents->cuda : Version{};
  for (const std::string_view name : known_runtimes) out.runtimes.emplace_back(name);
  if (cuda) {
    // An image may hold several; the one of its own CUDA counts.
    std::stable_partition(out.runtimes.begin(), out.runtimes.end(), [&](const std::string& name) {
      const std::string_view behind = std::string_view(name).substr(family(name).size() + 3);
      const std::optional<Version> version =
          behind.empty() ? std::nullopt : Version::parse(behind.substr(1));
      return version && version->major() == cuda.major() &&
             (cuda.major() >= 11 || version->minor() == cuda.minor());
    });
  }
  for (const std::string_view name : known_libraries) {
    const bool asked = std::any_of(out.libraries.begin(), out.libraries.end(),
                                   [&](const LibraryWish& each) { return each.name == name; });
    if (!asked) out.libraries.push_back({std::string(name), ""});
  }
  return out;
}

}  // namespace cudafit::verify
