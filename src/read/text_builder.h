#pragma once
// Builds a Text out of parts of another one, in order; neighbouring parts become one piece.

#include <string_view>

#include "read/go_text.h"
#include "source/text.h"

namespace cudafit::read {

class TextBuilder {
 public:
  explicit TextBuilder(const Text& source) : source_(source) {}

  /// Bytes [begin, end) of the source.
  void keep(std::size_t begin, std::size_t end) {
    if (begin != end_) {
      flush();
      begin_ = begin;
    }
    end_ = end;
  }
  /// The rune at `at` of the source; a byte that starts none becomes U+FFFD, as Go writes it.
  void keep_rune(std::size_t at, Rune rune) {
    if (rune.valid()) return keep(at, at + rune.size);
    replace("\xEF\xBF\xBD", at, at + 1);
  }
  /// `bytes` instead of the source's [begin, end).
  void replace(std::string_view bytes, std::size_t begin, std::size_t end) {
    flush();
    out_.append_derived(bytes, source_.slice(begin, end).around());
  }
  void append(const Text& other) {
    flush();
    out_.append(other);
  }
  void mark_incomplete() { out_.complete = false; }

  bool empty() const { return begin_ == end_ && out_.empty(); }
  bool complete() const { return out_.complete; }
  Text take() {
    flush();
    Text out = std::move(out_);
    out_ = {};
    return out;
  }

 private:
  void flush() {
    if (begin_ != end_) out_.append(source_.slice(begin_, end_));
    begin_ = end_ = 0;
  }

  const Text& source_;
  Text out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace cudafit::read
