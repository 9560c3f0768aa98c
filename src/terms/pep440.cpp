#include "terms/pep440.h"

#include <algorithm>

#include "terms/ascii.h"
#include "terms/pep440_parse.h"

namespace cudafit {

namespace {

using ascii::alnum;
using ascii::blank;
using ascii::digit;
using ascii::lower;

/// Reads a version from left to right; every part but the release may be missing.
class Reader {
 public:
  Reader(std::string_view text, PyVersion& out) : text_(text), out_(out) {}

  std::size_t read(bool local) {
    if (at_ < text_.size() && lower(text_[at_]) == 'v') ++at_;
    if (!release()) return 0;
    pre();
    post();
    dev();
    if (local) this->local();
    return failed_ ? 0 : at_;
  }

 private:
  bool separator(std::size_t at) const {
    return at < text_.size() && (text_[at] == '.' || text_[at] == '-' || text_[at] == '_');
  }
  bool digit_at(std::size_t at) const { return at < text_.size() && digit(text_[at]); }

  /// The digits here as a number; a number too large to hold makes the whole version unreadable.
  std::uint64_t number() {
    constexpr std::size_t max_digits = 18;
    std::uint64_t value = 0;
    while (digit_at(at_) && text_[at_] == '0') ++at_;
    std::size_t digits = 0;
    for (; digit_at(at_); ++at_) {
      if (++digits > max_digits) failed_ = true;
      if (!failed_) value = value * 10 + static_cast<std::uint64_t>(text_[at_] - '0');
    }
    return value;
  }

  bool release() {
    if (!digit_at(at_)) return false;
    std::uint64_t first = number();
    if (at_ < text_.size() && text_[at_] == '!') {
      if (!digit_at(at_ + 1)) return false;
      ++at_;
      out_.epoch = first;
      first = number();
    }
    out_.release[out_.parts++] = first;
    while (at_ < text_.size() && text_[at_] == '.' && digit_at(at_ + 1)) {
      ++at_;
      const std::uint64_t next = number();
      if (out_.parts == PyVersion::max_release) {
        failed_ = true;
      } else {
        out_.release[out_.parts++] = next;
      }
    }
    return true;
  }

  /// Steps over one of the words, which may stand behind a separator; says which it was.
  template <std::size_t n>
  std::size_t word(const std::array<std::string_view, n>& words) {
    const std::size_t from = separator(at_) ? at_ + 1 : at_;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view here = text_.substr(std::min(from, text_.size()), words[i].size());
      if (here.size() == words[i].size() &&
          std::equal(here.begin(), here.end(), words[i].begin(),
                     [](char a, char b) { return lower(a) == b; })) {
        at_ = from + words[i].size();
        return i;
      }
    }
    return n;
  }

  /// The number behind a word; zero when none is written.
  std::uint64_t word_number() {
    if (separator(at_)) ++at_;
    return number();
  }

  void pre() {
    static constexpr std::array<std::string_view, 8> words{"alpha",   "a",   "beta", "b",
                                                           "preview", "pre", "c",    "rc"};
    const std::size_t which = word(words);
    if (which == words.size()) return;
    out_.pre = which < 2 ? PreRelease::alpha : which < 4 ? PreRelease::beta : PreRelease::candidate;
    out_.pre_number = word_number();
  }

  void post() {
    if (at_ < text_.size() && text_[at_] == '-' && digit_at(at_ + 1)) {
      ++at_;
      out_.post = number();
      return;
    }
    static constexpr std::array<std::string_view, 3> words{"post", "rev", "r"};
    if (word(words) != words.size()) out_.post = word_number();
  }

  void dev() {
    static constexpr std::array<std::string_view, 1> words{"dev"};
    if (word(words) != words.size()) out_.dev = word_number();
  }

  void local() {
    if (at_ + 1 >= text_.size() || text_[at_] != '+' || !alnum(text_[at_ + 1])) return;
    do {
      ++at_;
      std::size_t from = at_;
      bool digits = true;
      for (; at_ < text_.size() && alnum(text_[at_]); ++at_) digits = digits && digit(text_[at_]);
      if (digits) {
        while (from + 1 < at_ && text_[from] == '0') ++from;
      }
      if (!out_.local.empty()) out_.local += '.';
      for (; from < at_; ++from) out_.local += lower(text_[from]);
    } while (separator(at_) && at_ + 1 < text_.size() && alnum(text_[at_ + 1]));
  }

  std::string_view text_;
  PyVersion& out_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

/// One segment of a local label against another: words before numbers, numbers by value.
std::strong_ordering compare_segments(std::string_view a, std::string_view b) {
  const bool a_number = std::all_of(a.begin(), a.end(), digit);
  const bool b_number = std::all_of(b.begin(), b.end(), digit);
  if (a_number != b_number) return a_number <=> b_number;
  if (a_number && a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

std::strong_ordering compare_local(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view first = a.substr(0, a.find('.'));
    const std::string_view second = b.substr(0, b.find('.'));
    if (const auto order = compare_segments(first, second); order != 0) return order;
    a.remove_prefix(std::min(a.size(), first.size() + 1));
    b.remove_prefix(std::min(b.size(), second.size() + 1));
  }
  return b.empty() <=> a.empty();
}

void append(std::string& out, std::string_view word, std::uint64_t number) {
  out += word;
  out += std::to_string(number);
}

}  // namespace

namespace pep440 {

std::size_t parse_prefix(std::string_view text, bool local, PyVersion& out) {
  return Reader(text, out).read(local);
}

std::strong_ordering compare_release(const PyVersion& a, const PyVersion& b) {
  if (const auto order = a.epoch <=> b.epoch; order != 0) return order;
  for (std::size_t i = 0; i < PyVersion::max_release; ++i) {
    if (const auto order = a.release[i] <=> b.release[i]; order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare_public(const PyVersion& a, const PyVersion& b) {
  if (const auto order = compare_release(a, b); order != 0) return order;
  // 1.0.dev1 comes before 1.0a1, though it has no pre-release of its own.
  const auto stage = [](const PyVersion& v) {
    const bool dev_only = v.pre == PreRelease::none && !v.post && v.dev;
    return dev_only ? -1 : static_cast<int>(v.pre);
  };
  if (const auto order = stage(a) <=> stage(b); order != 0) return order;
  if (const auto order = a.pre_number <=> b.pre_number; order != 0) return order;
  if (a.post.has_value() != b.post.has_value()) return a.post.has_value() <=> b.post.has_value();
  if (const auto order = a.post.value_or(0) <=> b.post.value_or(0); order != 0) return order;
  if (a.dev.has_value() != b.dev.has_value()) return b.dev.has_value() <=> a.dev.has_value();
  return a.dev.value_or(0) <=> b.dev.value_or(0);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace pep440

std::optional<PyVersion> PyVersion::parse(std::string_view text) {
  text = pep440::trimmed(text);
  PyVersion version;
  const std::size_t size = pep440::parse_prefix(text, true, version);
  if (size == 0 || size != text.size()) return std::nullopt;
  return version;
}

std::string PyVersion::text() const {
  std::string out;
  if (epoch != 0) out = std::to_string(epoch) + '!';
  for (std::size_t i = 0; i < parts; ++i) append(out, i == 0 ? "" : ".", release[i]);
  if (pre != PreRelease::none) {
    static constexpr std::array<std::string_view, 3> words{"a", "b", "rc"};
    append(out, words[static_cast<std::size_t>(pre)], pre_number);
  }
  if (post) append(out, ".post", *post);
  if (dev) append(out, ".dev", *dev);
  if (!local.empty()) out += '+' + local;
  return out;
}

PyVersion PyVersion::public_version() const {
  PyVersion out = *this;
  out.local.clear();
  return out;
}

PyVersion PyVersion::base_version() const {
  PyVersion out;
  out.epoch = epoch;
  out.release = release;
  out.parts = parts;
  return out;
}

std::strong_ordering operator<=>(const PyVersion& a, const PyVersion& b) {
  if (const auto order = pep440::compare_public(a, b); order != 0) return order;
  return compare_local(a.local, b.local);
}

}  // namespace cudafit
