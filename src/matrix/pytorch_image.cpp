#include "matrix/pytorch_image.h"

#include "matrix/rows.h"
#include "matrix/shapes_torch.h"

namespace cudafit::matrix {
namespace {

Known known_word(std::string_view word) {
  if (word == "yes") return Known::yes;
  return word == "no" ? Known::no : Known::unknown;
}

}  // namespace

std::optional<PytorchImage> pytorch_image(std::string_view tag) {
  const std::optional<ImageTag> listed = find_tag("pytorch/pytorch", tag).row;
  if (!listed || !listed->release || listed->existence == Existence::never) return std::nullopt;
  PytorchImage out;
  out.tag = listed->tag;
  out.torch = listed->release.text();
  out.cuda = listed->cuda;
  out.flavor = listed->flavor;
  out.source = listed->source;
  out.weak = listed->weak;
  for (const char c : listed->cudnn) {  // "cudnn7.5": the major is what counts
    if (c == '.') break;
    if (c >= '0' && c <= '9')
      out.cudnn_major = out.cudnn_major * 10 + static_cast<unsigned>(c - '0');
  }
  for (const auto row : rows<shapes::pytorch_images>()) {
    const std::string_view flavor = row.word("flavor");
    const bool other = (flavor == "devel" && out.flavor != Flavor::devel) ||
                       (flavor == "runtime" && out.flavor != Flavor::runtime);
    const Version below = row.version("below");
    if (other || listed->release < row.version("from") || (below && listed->release >= below))
      continue;
    const std::string_view fact = row.word("fact");
    const std::string_view value = row.text("value");
    if (fact == "torch") out.torch = value;
    if (fact == "torchvision") out.torchvision = value;
    if (fact == "nvcc") out.nvcc = known_word(value);
    if (fact == "gcc") {
      out.gcc = known_word(value);
      out.gcc_source = row.source();
    }
    if (fact == "python") {
      out.python = Version::parse(value).value_or(Version{});
      out.python_source = row.source();
      out.python_weak = row.weak();
    }
  }
  return out;
}

}  // namespace cudafit::matrix
