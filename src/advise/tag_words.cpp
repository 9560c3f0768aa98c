#include "advise/tag_words.h"

#include <algorithm>

namespace cudafit::advise {

namespace {

void read_word(std::string_view word, bool first, TagWords& out) {
  if (word == "base") {
    out.flavor = matrix::Flavor::base;
  } else if (word == "runtime") {
    out.flavor = matrix::Flavor::runtime;
  } else if (word == "devel" || word == "dev") {
    out.flavor = matrix::Flavor::devel;
  } else if (word.starts_with("cudnn")) {
    out.cudnn = true;
    if (const auto major = Version::parse(word.substr(5))) out.cudnn_major = major->major();
  } else if (first || word.starts_with("cuda")) {
    if (word.starts_with("cuda")) word.remove_prefix(4);
    if (const auto version = Version::parse(word)) out.cuda = *version;
  } else {
    const std::size_t digit = word.find_first_of("0123456789");
    if (digit == 0 || digit == std::string_view::npos) return;
    if (const auto version = Version::parse(word.substr(digit))) {
      out.distribution = word.substr(0, digit);
      out.release = *version;
    }
  }
}

}  // namespace

TagWords tag_words(std::string_view tag) {
  TagWords out;
  std::size_t at = 0;
  while (at <= tag.size()) {
    const std::size_t end = std::min(tag.find('-', at), tag.size());
    read_word(tag.substr(at, end - at), at == 0, out);
    at = end + 1;
  }
  return out;
}

}  // namespace cudafit::advise
