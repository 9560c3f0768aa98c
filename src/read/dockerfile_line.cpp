#include "read/dockerfile_line.h"

#include <fmt/format.h>

#include "read/go_text.h"
#include "read/text_builder.h"

namespace cudafit::read {

namespace {

Range trim(std::string_view text, Range range) {
  while (!range.empty()) {
    const Rune rune = rune_at(text.substr(0, range.end), range.begin);
    if (!is_space(rune.value)) break;
    range.begin += rune.size;
  }
  while (!range.empty()) {
    std::size_t start = range.end - 1;
    while (start > range.begin && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80 &&
           range.end - start < 4) {
      --start;
    }
    const Rune rune = rune_at(text.substr(0, range.end), start);
    if (!is_space(rune.value) || start + rune.size != range.end) break;
    range.end = start;
  }
  return range;
}

/// Where the blanks at `at` end, and where the next word does.
std::size_t skip_blanks(std::string_view text, Range range) {
  while (!range.empty() && is_blank(text[range.begin])) ++range.begin;
  return range.begin;
}
std::size_t skip_word(std::string_view text, Range range) {
  while (!range.empty() && !is_blank(text[range.begin])) ++range.begin;
  return range.begin;
}

class LineParser {
 public:
  LineParser(const Text& line, char escape, std::vector<SyntaxError>& errors)
      : line_(line), text_(line.value), escape_(escape), errors_(errors) {}

  Instruction parse(Range range, int depth) {
    range = trim(text_, range);
    const Range word{range.begin, skip_word(text_, range)};
    Instruction out;
    out.word = slice(word);
    out.keyword = keyword_from(out.word.value);
    const Range args =
        trim(text_, parse_flags({skip_blanks(text_, {word.end, range.end}), range.end}, out.flags));
    parse_arguments(out, args, depth);
    return out;
  }

 private:
  Text slice(Range range) const { return line_.slice(range.begin, range.end); }
  void error(Range range, std::string message) {
    errors_.push_back({around(line_, range), std::move(message)});
  }

  /// `--name=value` words at the front; returns what is left. Byte by byte, as BuildKit does: a
  /// byte above 0x7F becomes the Latin-1 character of its number.
  Range parse_flags(Range args, std::vector<Flag>& flags) {
    std::size_t at = args.begin;
    for (;;) {
      while (at < args.end && is_space_byte(text_[at])) ++at;
      if (args.end - at < 2 || text_[at] != '-' || text_[at + 1] != '-') return {at, args.end};
      const std::size_t start = at;
      TextBuilder builder(line_);
      char quote = 0;
      for (; at < args.end; ++at) {
        if (quote == 0 && is_space_byte(text_[at])) break;
        if (quote != 0 ? text_[at] == quote : text_[at] == '\'' || text_[at] == '"') {
          quote = quote != 0 ? '\0' : text_[at];
          continue;
        }
        if (text_[at] == escape_ && ++at == args.end) break;
        const auto byte = static_cast<unsigned char>(text_[at]);
        if (byte < 0x80) {
          builder.keep(at, at + 1);
        } else {
          std::string spelled;
          append_rune(spelled, byte);
          builder.replace(spelled, at, at + 1);
        }
      }
      Text flag = builder.take();
      if (flag.size() == 2) return {at, args.end};  // `--` ends the flags
      flags.push_back({std::move(flag), around(line_, {start, at})});
    }
  }

  void parse_arguments(Instruction& out, Range args, int depth) {
    switch (out.keyword) {
      case Keyword::unknown:
        return;
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
      case Keyword::shell:
        if (!json(out, args)) whole(out, args);
        return;
      case Keyword::add:
      case Keyword::copy:
      case Keyword::volume:
        if (!json(out, args)) words(out, args);
        return;
      case Keyword::expose:
      case Keyword::from:
        return words(out, args);
      case Keyword::maintainer:
      case Keyword::stopsignal:
      case Keyword::user:
      case Keyword::workdir:
        return whole(out, args);
      case Keyword::arg:
        out.arguments = quoted_words(args);
        if (!out.arguments.empty()) out.form = Form::words;
        return;
      case Keyword::env:
      case Keyword::label:
        return pairs(out, args);
      case Keyword::healthcheck:
        return healthcheck(out, args);
      case Keyword::onbuild:
        if (args.empty()) return;
        if (depth == 0) return error(args, "ONBUILD is nested too deeply");
        out.nested = std::make_unique<Instruction>(parse(args, depth - 1));
        out.nested->line = slice(args);
        out.nested->span = around(line_, args);
        return;
    }
  }

  /// True when the arguments are a JSON array, right or wrong.
  bool json(Instruction& out, Range args) {
    JsonArray array = parse_json_array(line_, args);
    if (array.kind == JsonArray::Kind::none) return false;
    if (array.kind == JsonArray::Kind::other)
      error(args, "the JSON array of an instruction may hold strings only");
    out.arguments.insert(out.arguments.end(), std::make_move_iterator(array.strings.begin()),
                         std::make_move_iterator(array.strings.end()));
    out.form = Form::json;
    return true;
  }

  void whole(Instruction& out, Range args) {
    if (args.empty()) return;
    out.arguments.push_back(slice(args));
    out.form = Form::shell;
  }

  void words(Instruction& out, Range args) {
    if (args.empty()) return;
    out.form = Form::words;
    while (!args.empty()) {
      const std::size_t end = skip_word(text_, args);
      out.arguments.push_back(slice({args.begin, end}));
      args.begin = skip_blanks(text_, {end, args.end});
    }
  }

  /// Words with quotes respected and kept.
  std::vector<Text> quoted_words(Range args) {
    std::vector<Text> out;
    TextBuilder builder(line_);
    char32_t quote = 0;
    bool in_word = false;
    const std::string_view text = text_.substr(0, args.end);
    for (std::size_t at = args.begin; at < args.end;) {
      Rune rune = rune_at(text, at);
      if (quote == 0 && is_space(rune.value)) {
        if (in_word && !builder.empty()) out.push_back(builder.take());
        in_word = false;
        at += rune.size;
        continue;
      }
      in_word = true;
      if (rune.value == static_cast<unsigned char>(escape_) && quote != '\'') {
        if (at + rune.size == args.end) break;  // an escape at the end is dropped
        builder.keep_rune(at, rune);
        at += rune.size;
        rune = rune_at(text, at);
      } else if (quote == 0 && (rune.value == '\'' || rune.value == '"')) {
        quote = rune.value;
      } else if (rune.value == quote) {
        quote = 0;
      }
      builder.keep_rune(at, rune);
      at += rune.size;
    }
    if (in_word && !builder.empty()) out.push_back(builder.take());
    return out;
  }

  /// ENV and LABEL: the first word decides whether these are `name=value` pairs or one name and the
  /// rest of the line.
  void pairs(Instruction& out, Range args) {
    std::vector<Text> found = quoted_words(args);
    if (found.empty()) return;
    const std::string_view keyword = name(out.keyword);
    if (found.front().value.find('=') == std::string::npos) {
      const std::size_t end = skip_word(text_, args);
      if (end == args.end) return error(args, fmt::format("{} needs a name and a value", keyword));
      out.form = Form::legacy;
      out.arguments = {slice({args.begin, end}),
                       slice({skip_blanks(text_, {end, args.end}), args.end})};
      return;
    }
    out.form = Form::pairs;
    bool refused = false;
    for (const Text& word : found) {
      const std::size_t equals = word.value.find('=');
      if (equals == std::string::npos) {
        if (!refused) {
          errors_.push_back({word.around(), fmt::format("`{}` in {} is not of the form name=value",
                                                        word.value, keyword)});
        }
        refused = true;
        continue;
      }
      out.arguments.push_back(word.slice(0, equals));
      out.arguments.push_back(word.slice(equals + 1, word.size()));
    }
  }

  void healthcheck(Instruction& out, Range args) {
    Range type{args.begin, args.begin};
    while (type.end < args.end && !is_space_byte(text_[type.end])) ++type.end;
    if (type.empty()) return;
    Range command{type.end, args.end};
    while (!command.empty() && is_space_byte(text_[command.begin])) ++command.begin;
    out.arguments.push_back(slice(type));
    out.form = Form::words;
    if (!json(out, trim(text_, command))) whole(out, command);
  }

  const Text& line_;
  std::string_view text_;
  char escape_;
  std::vector<SyntaxError>& errors_;
};

}  // namespace

Span around(const Text& line, Range range) { return line.slice(range.begin, range.end).around(); }

Instruction parse_line(const Text& line, Range range, char escape,
                       std::vector<SyntaxError>& errors) {
  constexpr int most_onbuild = 50;  // the build refuses the second one already
  return LineParser(line, escape, errors).parse(range, most_onbuild);
}

}  // namespace cudafit::read
