#include "read/requirements_options.h"

#include <algorithm>
#include <array>
#include <optional>

#include "read/requirement_syntax.h"
#include "read/text_builder.h"
#include "source/utf8.h"

namespace cudafit::read {

namespace {

using Kind = RequirementOption::Kind;

struct Known {
  std::string_view name;
  Kind kind;
  bool takes_value;
};

constexpr std::array<Known, 28> known_options{{
    {"-r", Kind::requirements, true},
    {"--requirement", Kind::requirements, true},
    {"-c", Kind::constraints, true},
    {"--constraint", Kind::constraints, true},
    {"-e", Kind::editable, true},
    {"--editable", Kind::editable, true},
    {"-i", Kind::index_url, true},
    {"--index-url", Kind::index_url, true},
    {"--pypi-url", Kind::index_url, true},
    {"--extra-index-url", Kind::extra_index_url, true},
    {"-f", Kind::find_links, true},
    {"--find-links", Kind::find_links, true},
    {"--no-index", Kind::no_index, false},
    {"--pre", Kind::pre, false},
    {"--all-releases", Kind::all_releases, true},
    {"--only-final", Kind::only_final, true},
    {"--prefer-binary", Kind::prefer_binary, false},
    {"--no-binary", Kind::no_binary, true},
    {"--only-binary", Kind::only_binary, true},
    {"--trusted-host", Kind::trusted_host, true},
    {"--require-hashes", Kind::require_hashes, false},
    {"--no-require-hashes", Kind::no_require_hashes, false},
    {"--use-feature", Kind::use_feature, true},
    {"--hash", Kind::hash, true},
    {"--global-option", Kind::global_option, true},
    {"-C", Kind::config_setting, true},
    {"--config-settings", Kind::config_setting, true},
    {"--install-option", Kind::install_option, true},
}};

struct ShellWord {
  Text text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Words as Python's shlex.split() makes them; nothing when a quote is not closed.
std::optional<std::vector<ShellWord>> split_words(const Text& line, std::size_t at) {
  const std::string_view text = line.value;
  std::vector<ShellWord> out;
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (true) {
    while (at < text.size() && blank(text[at])) ++at;
    if (at == text.size()) return out;
    const std::size_t begin = at;
    TextBuilder word(line);
    while (at < text.size() && !blank(text[at])) {
      const char c = text[at];
      if (c == '\\') {
        if (at + 1 == text.size()) return std::nullopt;
        word.keep(at + 1, at + 2);
        at += 2;
      } else if (c == '"' || c == '\'') {
        for (++at; at < text.size() && text[at] != c; ++at) {
          const bool escape = c == '"' && text[at] == '\\' && at + 1 < text.size() &&
                              (text[at + 1] == '"' || text[at + 1] == '\\');
          if (escape) ++at;
          word.keep(at, at + 1);
        }
        if (at == text.size()) return std::nullopt;
        ++at;
      } else {
        word.keep(at, at + 1);
        ++at;
      }
    }
    out.push_back({word.take(), begin, at});
    out.back().text.complete = line.complete;
  }
}

/// The option called so; a long name may be cut where only one option begins so. Sets the error
/// when there is none.
const Known* find_option(std::string_view name, std::string& error) {
  const Known* found = nullptr;
  std::size_t count = 0;
  for (const Known& each : known_options) {
    if (each.name == name) return &each;
    const bool removed = each.kind == Kind::global_option || each.kind == Kind::install_option;
    if (name.size() < 3 || removed || !each.name.starts_with(name)) continue;
    found = &each;
    ++count;
  }
  if (count == 1) return found;
  error = count == 0 ? "pip has no option " + quoted(name) + " in a requirements file"
                     : quoted(name) + " can be more than one option";
  return nullptr;
}

class Reader {
 public:
  Reader(const Text& line, std::vector<ShellWord> words, OptionLine& out)
      : line_(line), words_(std::move(words)), out_(out) {}

  void read() {
    for (; at_ < words_.size() && out_.error.empty(); ++at_) {
      const std::string& word = words_[at_].text.value;
      if (word == "--") {
        while (++at_ < words_.size()) out_.words.push_back(words_[at_].text);
      } else if (word.size() > 1 && word[0] == '-') {
        option();
      } else {
        out_.words.push_back(words_[at_].text);
      }
    }
  }

 private:
  void option() {
    const ShellWord& word = words_[at_];
    const std::string_view text = word.text.value;
    const bool is_long = text[1] == '-';
    const std::size_t name_end =
        is_long ? std::min(text.find('='), text.size()) : 1 + decode(text, 1).size;
    const Known* known = find_option(text.substr(0, name_end), out_.error);
    if (known == nullptr) return fail(word);
    RequirementOption option{
        .kind = known->kind, .name = std::string(known->name), .value = {}, .span = {}};
    std::size_t end = word.end;
    if (name_end < text.size()) {
      if (!known->takes_value) {
        out_.error = quoted(known->name) + " takes no value";
        return fail(word);
      }
      option.value = word.text.slice(name_end + (is_long ? 1 : 0), text.size());
      option.value.complete = word.text.complete;
    } else if (known->takes_value) {
      if (at_ + 1 == words_.size()) {
        out_.error = quoted(known->name) + " needs a value";
        return fail(word);
      }
      option.value = words_[++at_].text;
      end = words_[at_].end;
    }
    option.span = line_.slice(word.begin, end).around();
    out_.options.push_back(std::move(option));
  }

  void fail(const ShellWord& word) { out_.error_span = line_.slice(word.begin, word.end).around(); }

  const Text& line_;
  std::vector<ShellWord> words_;
  OptionLine& out_;
  std::size_t at_ = 0;
};

}  // namespace

OptionLine parse_options(const Text& line, std::size_t begin) {
  OptionLine out;
  auto words = split_words(line, begin);
  if (words) {
    Reader(line, std::move(*words), out).read();
  } else {
    out.error = "a quote or an escape is not closed on this line";
    out.error_span = line.slice(begin, line.size()).around();
  }
  return out;
}

}  // namespace cudafit::read
