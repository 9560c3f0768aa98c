#include "read/json.h"

#include "read/go_text.h"
#include "read/json_cursor.h"

namespace cudafit::read {

namespace {

constexpr int most_depth = 200;

class Reader : JsonCursor {
 public:
  Reader(FileId file, std::string_view bytes) : JsonCursor(bytes), file_(file) {
    if (bytes.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  JsonResult run() {
    JsonResult out;
    JsonValue whole;
    if (value(whole, 0)) {
      blanks();
      if (at_ == text_.size()) out.value = std::move(whole);
    }
    out.error_at = at_;
    return out;
  }

 private:
  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  bool value(JsonValue& out, int depth) {
    if (depth >= most_depth) return false;
    blanks();
    const std::size_t begin = at_;
    bool fine = false;
    if (peek() == '"') {
      out.kind = JsonValue::Kind::string;
      fine = string(out.text);
    } else if (peek() == '[') {
      out.kind = JsonValue::Kind::array;
      fine = list(out, ']', depth);
    } else if (peek() == '{') {
      out.kind = JsonValue::Kind::object;
      fine = list(out, '}', depth);
    } else {
      fine = word(out.text);
    }
    out.span = span(begin, at_);
    return fine;
  }

  /// The items of an array or object, from its bracket on.
  bool list(JsonValue& out, char closing, int depth) {
    ++at_;
    blanks();
    if (take(closing)) return true;
    do {
      if (closing == '}') {
        blanks();
        if (peek() != '"' || !string(out.keys.emplace_back())) return false;
        blanks();
        if (!take(':')) return false;
      }
      if (!value(out.items.emplace_back(), depth + 1)) return false;
      blanks();
    } while (take(','));
    return take(closing);
  }

  /// true, false, null and numbers.
  bool word(Text& out) {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view(",]} \t\r\n:\"[{").find(text_[at_]) == std::string_view::npos)
      ++at_;
    const std::string_view text = text_.substr(begin, at_ - begin);
    const bool number =
        !text.empty() && text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    if (!number && text != "true" && text != "false" && text != "null") {
      at_ = begin;
      return false;
    }
    out = Text(text, span(begin, at_));
    return true;
  }

  bool string(Text& out) {
    std::size_t run = ++at_;  // bytes since here stand for themselves
    const auto flush = [&] {
      if (run < at_) out.append(text_.substr(run, at_ - run), span(run, at_));
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
        ++at_;
        continue;
      }
      flush();
      if (!escape(out)) return false;
      run = at_;
    }
    return false;
  }

  bool escape(Text& out) {
    const std::size_t begin = at_++;
    const std::size_t letter =
        at_ < text_.size() ? json_letters.find(peek()) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      ++at_;
      out.append_derived(json_meanings.substr(letter, 1), span(begin, at_));
      return true;
    }
    const std::optional<char32_t> rune = rune_of_escape(begin, at_);
    if (!rune) return false;
    std::string bytes;
    append_rune(bytes, *rune);
    out.append_derived(bytes, span(begin, at_));
    return true;
  }

  FileId file_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  if (kind != Kind::object) return nullptr;
  for (std::size_t i = keys.size(); i-- > 0;) {
    if (keys[i].value == key) return &items[i];
  }
  return nullptr;
}

const Text* JsonValue::string(std::string_view key) const {
  const JsonValue* const found = find(key);
  return found != nullptr && found->kind == Kind::string ? &found->text : nullptr;
}

JsonResult read_json(FileId file, std::string_view bytes) { return Reader(file, bytes).run(); }

}  // namespace cudafit::read
