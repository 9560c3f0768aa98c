#include "matrix/image_boards.h"

#include <vector>

namespace cudafit::matrix {

bool for_boards(const ImageContents& contents) {
  return contents.architectures == std::vector<std::string_view>{"arm64"};
}

}  // namespace cudafit::matrix
