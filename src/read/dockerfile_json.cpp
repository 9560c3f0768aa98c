#include <cmath>
#include <cstdlib>

#include "read/dockerfile_line.h"
#include "read/go_text.h"
#include "read/json_cursor.h"

namespace cudafit::read {

namespace {

/// Reads JSON as Go's decoder does. Values other than strings are only checked.
class JsonReader : JsonCursor {
 public:
  JsonReader(const Text& line, Range range)
      : JsonCursor(std::string_view(line.value).substr(0, range.end), range.begin), line_(line) {}

  JsonArray array() {
    JsonArray out;
    blanks();
    if (!take('[')) return {};
    bool strings = true;
    blanks();
    if (!take(']')) {
      do {
        blanks();
        if (peek() == '"') {
          Text string;
          if (!read_string(&string)) return {};
          out.strings.push_back(std::move(string));
        } else {
          strings = false;
          if (!skip_value()) return {};
        }
        blanks();
      } while (take(','));
      if (!take(']')) return {};
    }
    blanks();
    if (at_ != text_.size()) return {};
    out.kind = strings ? JsonArray::Kind::strings : JsonArray::Kind::other;
    if (!strings) out.strings.clear();
    return out;
  }

 private:
  bool read_string(Text* out) {
    std::size_t run = ++at_;  // bytes since here stand for themselves
    const auto flush = [&] {
      if (out != nullptr && run < at_) out->append(line_.slice(run, at_));
    };
    const auto derived = [&](std::string_view bytes, std::size_t end) {
      if (out != nullptr) out->append_derived(bytes, around(line_, {at_, end}));
      at_ = run = end;
    };
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        flush();
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        const Rune rune = rune_at(text_, at_);
        if (rune.valid()) {
          at_ += rune.size;
        } else {
          flush();
          derived("\xEF\xBF\xBD", at_ + 1);
        }
        continue;
      }
      flush();
      if (at_ + 1 >= text_.size()) return false;
      const std::size_t letter = json_letters.find(text_[at_ + 1]);
      if (letter != std::string_view::npos) {
        derived(json_meanings.substr(letter, 1), at_ + 2);
        continue;
      }
      std::size_t end = 0;
      const std::optional<char32_t> rune = rune_of_escape(at_, end);
      if (!rune) return false;
      std::string bytes;
      append_rune(bytes, *rune);
      derived(bytes, end);
    }
    return false;
  }

  bool digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > start;
  }

  /// Go cannot hold numbers beyond a double; the array is then no JSON to BuildKit.
  bool skip_number() {
    const std::size_t start = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    return !std::isinf(std::strtod(std::string(text_.substr(start, at_ - start)).c_str(), nullptr));
  }

  bool skip_scalar() {
    if (peek() == '"') return read_string(nullptr);
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return true;
    }
    return skip_number();
  }

  bool skip_key() {
    blanks();
    if (peek() != '"' || !read_string(nullptr)) return false;
    blanks();
    return take(':');
  }

  /// Any value but a string, without recursion. Go refuses more than 10,000 levels, the outer array
  /// included.
  bool skip_value() {
    std::string closers;
    for (;;) {
      blanks();
      const char open = peek();
      if (open == '[' || open == '{') {
        ++at_;
        if (closers.size() + 2 > 10000) return false;
        closers += open == '[' ? ']' : '}';
        blanks();
        if (!take(closers.back())) {
          if (open == '{' && !skip_key()) return false;
          continue;
        }
        closers.pop_back();
      } else if (!skip_scalar()) {
        return false;
      }
      for (blanks(); !closers.empty() && take(closers.back()); blanks()) closers.pop_back();
      if (closers.empty()) return true;
      if (!take(',')) return false;
      if (closers.back() == '}' && !skip_key()) return false;
    }
  }

  const Text& line_;
};

}  // namespace

JsonArray parse_json_array(const Text& line, Range range) {
  return JsonReader(line, range).array();
}

}  // namespace cudafit::read
