#pragma once
// Short lists of words that are asked for often: names of programs, of options, of directories.

#include <array>
#include <cstdint>
#include <string_view>

namespace cudafit {

/// Blank-separated words, with marks from which most other words are told apart at once.
class WordList {
 public:
  constexpr WordList() = default;
  /// From a literal. Implicit, so that one can stand where a list is wanted.
  consteval WordList(const char* words) : words_(words) {  // NOLINT(google-explicit-constructor)
    for (std::size_t at = 0; at < words_.size();) {
      std::size_t end = words_.find(' ', at);
      if (end == std::string_view::npos) end = words_.size();
      if (end > at) {
        const unsigned mark = mark_of(words_.substr(at, end - at));
        marks_[mark / 64] |= std::uint64_t{1} << (mark % 64);
      }
      at = end + 1;
    }
  }

  constexpr bool has(std::string_view word) const {
    if (word.empty()) return false;
    const unsigned mark = mark_of(word);
    if ((marks_[mark / 64] >> (mark % 64) & 1) == 0) return false;
    for (std::size_t at = words_.find(word); at != std::string_view::npos;
         at = words_.find(word, at + 1)) {
      const bool begins = at == 0 || words_[at - 1] == ' ';
      const std::size_t end = at + word.size();
      if (begins && (end == words_.size() || words_[end] == ' ')) return true;
    }
    return false;
  }

 private:
  static constexpr unsigned mark_of(std::string_view word) {
    const auto byte = [&](std::size_t at) {
      return static_cast<unsigned>(static_cast<unsigned char>(word[at]));
    };
    return (byte(0) * 7 + byte(word.size() - 1) * 31 + byte(word.size() / 2) * 57 +
            static_cast<unsigned>(word.size()) * 11) %
           256;
  }

  std::string_view words_;
  std::array<std::uint64_t, 4> marks_{};
};

/// Whether `word` is one of `words`; never for an empty one.
constexpr bool listed(const WordList& words, std::string_view word) { return words.has(word); }

}  // namespace cudafit
