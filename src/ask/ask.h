#pragma once
// Questions to the matrix: what is known about a version, an image, a driver, a GPU, a package.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/answer.h"
#include "matrix/driver.h"

namespace cudafit::ask {

struct Question {
  /// As typed: {"torch", "2.4"}, {"gpu", "RTX 5090"}, {"sm_120"}. The first word may be a kind.
  std::vector<std::string> words;
  matrix::HostOs os = matrix::HostOs::linux_;  ///< whose driver numbers
  std::string_view arch = "amd64";             ///< "amd64" or "arm64"
};

struct Reply {
  std::optional<Answer> answer;
  std::string problem;  ///< without an answer: why, one sentence, with the nearest names
};
Reply ask(const Question& question);

/// A kind of question and an example, for help and for the overview.
struct Kind {
  std::string_view word;
  std::string_view example;  ///< with the word
  std::string_view about;
};
const std::vector<Kind>& kinds();

}  // namespace cudafit::ask
