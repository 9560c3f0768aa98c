#include "facts/words.h"

#include <algorithm>

#include "source/files.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// A variable stands outside quotes, so that blanks in its value separate words.
bool splits(std::string_view raw) {
  return raw.find('$') != std::string_view::npos &&
         raw.find_first_of("\"'\\") == std::string_view::npos;
}

bool is_pattern(std::string_view raw) {
  char quote = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == '\\' && quote != '\'') {
      ++i;
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '*' || c == '?' || c == '[') {
      return true;
    } else if (c == '$' && i + 1 < raw.size() && (raw[i + 1] == '{' || raw[i + 1] == '(')) {
      const char close = raw[i + 1] == '{' ? '}' : ')';
      i = std::min(raw.find(close, i), raw.size());
    } else if (c == '{' && raw.find_first_of(",.", i) < raw.find('}', i) &&
               raw.find('}', i) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

constexpr std::string_view blanks = " \t\n\r";

void split(const Text& text, std::string_view raw, std::vector<Argument>& out) {
  std::size_t at = text.value.find_first_not_of(blanks);
  while (at != std::string::npos) {
    const std::size_t end = std::min(text.value.find_first_of(blanks, at), text.size());
    Text part = text.slice(at, end);
    const Span span = part.around();
    out.push_back({.text = std::move(part), .span = span, .raw = raw});
    at = text.value.find_first_not_of(blanks, end);
  }
}

/// Reads one command line.
class ItemReader {
 public:
  ItemReader(const std::vector<Argument>& words, const OptionNames& names)
      : words_(words), names_(names) {}

  std::vector<Item> read() {
    bool options = true;
    out_.reserve(words_.size());
    for (at_ = 0; at_ < words_.size(); ++at_) {
      const Argument& word = words_[at_];
      const std::string_view value = word.value();
      if (options && word.known() && value == "--") {
        options = false;
      } else if (options && word.start().starts_with("--")) {
        long_option(word);
      } else if (options && word.start().starts_with('-') && word.start().size() > 1) {
        short_options(word);
      } else {
        // Nothing known at its start: it may be an option.
        const bool unsure = options && !word.known() && word.start().empty();
        out_.push_back(
            {.name = {}, .argument = word, .span = word.span, .valued = false, .known = !unsure});
      }
    }
    return std::move(out_);
  }

 private:
  void add(std::string_view name, const Argument& word, bool known) {
    out_.push_back({.name = std::string(name),
                    .argument = {},
                    .span = word.span,
                    .valued = false,
                    .known = known});
  }

  void take_next(const Argument& word) {
    Item& item = out_.back();
    if (at_ + 1 >= words_.size()) {
      item.known = false;
      return;
    }
    item.argument = words_[++at_];
    item.valued = true;
    item.span = cover(word.span, item.argument.span);
  }

  void take_rest(const Argument& word, std::size_t from) {
    Item& item = out_.back();
    item.argument = word;
    item.argument.text = word.text.slice(from, word.text.size());
    item.valued = true;
  }

  void long_option(const Argument& word) {
    const std::string_view value = word.value();
    const std::size_t equals = value.find('=');
    const std::string_view name = value.substr(0, equals);
    const bool valued = listed(names_.valued, name);
    const bool whole = word.known() || equals != std::string_view::npos;
    add(name, word, whole && (valued || listed(names_.flags, name)));
    if (equals != std::string_view::npos) {
      take_rest(word, equals + 1);
    } else if (valued) {
      take_next(word);
    }
  }

  void short_options(const Argument& word) {
    const std::string_view value = word.value();
    // Some programs have long options with one dash.
    const std::string_view whole = value.substr(0, value.find('='));
    if (whole.size() > 2 && (listed(names_.valued, whole) || listed(names_.flags, whole))) {
      long_option(word);
      return;
    }
    for (std::size_t i = 1; i < value.size(); ++i) {
      const std::string name{'-', value[i]};
      const bool valued = listed(names_.valued, name);
      add(name, word, word.known() && (valued || listed(names_.flags, name)));
      if (!valued && !(i + 1 < value.size() && value[i + 1] == '=')) continue;
      if (i + 1 < value.size()) {
        take_rest(word, i + 1 + (value[i + 1] == '=' ? 1 : 0));
      } else {
        take_next(word);
      }
      return;
    }
  }

  const std::vector<Argument>& words_;
  const OptionNames& names_;
  std::size_t at_ = 0;
  std::vector<Item> out_;
};

}  // namespace

std::string_view Argument::start() const {
  const std::string_view all = text.value;
  if (text.complete) return all;
  // What the file and the value have in common: quotes in front may be missing from the value.
  std::string_view written = raw;
  while (!written.empty() && (written[0] == '"' || written[0] == '\'')) written.remove_prefix(1);
  std::size_t same = 0;
  while (same < all.size() && same < written.size() && all[same] == written[same] &&
         written[same] != '$' && written[same] != '`') {
    ++same;
  }
  return all.substr(0, same);
}

std::vector<Argument> arguments(const Command& command, std::size_t first) {
  std::vector<Argument> out;
  if (first < command.words.size()) out.reserve(command.words.size() - first);
  for (std::size_t i = first; i < command.words.size(); ++i) {
    const Text& text = command.words[i];
    const read::Word& written = command.syntax.words[i];
    const std::string_view raw = written.raw.value;
    if (text.complete && splits(raw)) {
      if (text.value.find_first_of(blanks) != std::string::npos || text.empty()) {
        split(text, raw, out);
        continue;
      }
    }
    out.push_back({.text = text, .span = written.span(), .raw = raw, .pattern = is_pattern(raw)});
  }
  return out;
}

std::vector<Item> items(const std::vector<Argument>& words, const OptionNames& names) {
  return ItemReader(words, names).read();
}

std::string_view file_name(std::string_view path) {
  if (contains(path, "://")) path = path.substr(0, path.find_first_of("?#"));
  return cudafit::file_name(path);
}

bool versioned(std::string_view name, std::string_view stem) {
  return name.starts_with(stem) &&
         name.substr(stem.size()).find_first_not_of("0123456789.") == std::string_view::npos;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace cudafit::facts
