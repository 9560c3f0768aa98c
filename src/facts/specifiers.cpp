// `pip install pkg>=1.2`: to the shell, `>` and `<` redirect. Slip::detail is the operator that
// redirects, extra the file it opens.

#include <algorithm>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string unquoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '"' && c != '\'') out += c;
  }
  return out;
}

/// name, name[extra], name==1.0,: what may stand before a version operator. Nothing that holds
/// expansions.
bool requirement(std::string_view word) {
  if (word.empty() || !(letter(word[0]) || digit(word[0]))) return false;
  const auto name_end = static_cast<std::size_t>(std::find_if(word.begin(), word.end(),
                                                              [](char c) {
                                                                return !letter(c) && !digit(c) &&
                                                                       c != '-' && c != '_' &&
                                                                       c != '.' && c != ':';
                                                              }) -
                                                 word.begin());
  std::string_view rest = word.substr(name_end);
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return false;
    rest.remove_prefix(close + 1);
  }
  // A file such as requirements.txt is not a package.
  const std::string_view name = word.substr(0, name_end);
  if (name.ends_with(".txt") || name.ends_with(".whl")) return false;
  if (rest.empty()) return true;
  const bool operated = rest.starts_with("==") || rest.starts_with("!=") || rest.starts_with("~=");
  return operated && rest.find_first_of("$`/") == std::string_view::npos;
}

/// A whole version in the form of PEP 440: 1.2, 2, 1.0rc1, 1.2.post1, 1.*, with a comma behind it
/// where more follows.
bool version(std::string_view text) {
  if (text.ends_with(',')) text.remove_suffix(1);
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && digit(text[at])) ++at;
    return at > begin;
  };
  if (!digits()) return false;
  while (at + 1 < text.size() && text[at] == '.' && digit(text[at + 1])) {
    ++at;
    digits();
  }
  std::string_view rest = text.substr(at);
  if (rest.empty() || rest == ".*") return true;
  while (!rest.empty()) {
    if (rest[0] == '+') {
      return rest.size() > 1 && std::all_of(rest.begin() + 1, rest.end(), [](char c) {
               return letter(c) || digit(c) || c == '.';
             });
    }
    if (rest[0] == '.' || rest[0] == '-' || rest[0] == '_') rest.remove_prefix(1);
    const auto words =
        static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), letter) - rest.begin());
    const std::string_view label = rest.substr(0, words);
    const bool known = label == "a" || label == "b" || label == "c" || label == "rc" ||
                       label == "alpha" || label == "beta" || label == "pre" ||
                       label == "preview" || label == "post" || label == "rev" || label == "r" ||
                       label == "dev";
    if (!known) return false;
    rest.remove_prefix(words);
    while (!rest.empty() && digit(rest[0])) rest.remove_prefix(1);
  }
  return true;
}

/// What stands behind `>` or `<` was meant as a version: `=1.2`, `=$V`, or a bare version glued to
/// both sides.
bool meant_as_version(std::string_view target, bool glued) {
  const std::string plain = unquoted(target);
  std::string_view rest = plain;
  if (!rest.starts_with('=')) return glued && version(rest);
  rest.remove_prefix(1);
  if (rest.starts_with('$')) return rest.size() > 1;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  return version(rest);
}

/// One command's words and redirections, in the order of the file.
class Reader {
 public:
  Reader(const Step& step, const Command& command, std::size_t first, int stage, Facts& out)
      : command_(command),
        redirects_(command.syntax.redirects),
        plain_(step.plainly_written(command)),
        stage_(stage),
        out_(out) {
    for (std::size_t i = first; i < command.syntax.words.size(); ++i) {
      if (const Span span = command.syntax.words[i].span()) words_.emplace_back(span.end, i);
    }
    std::sort(words_.begin(), words_.end());
  }

  void read() {
    for (std::size_t r = 0; r < redirects_.size(); ++r) r = look_at(r);
  }

 private:
  bool redirects(std::size_t r) const {
    const read::Redirect& each = redirects_[r];
    return (each.op == ">" || each.op == "<") && each.descriptor < 0 && each.op_span;
  }

  /// The word that ends last before the offset; null when there is none.
  const read::Word* word_before(Span place) const {
    const auto behind = std::upper_bound(words_.begin(), words_.end(),
                                         std::pair(place.begin, words_.size() + 1000000));
    if (behind == words_.begin()) return nullptr;
    const read::Word& word = command_.syntax.words[std::prev(behind)->second];
    return word.span().file == place.file ? &word : nullptr;
  }
  const read::Word* word_after(Span place) const {
    const auto behind = std::upper_bound(words_.begin(), words_.end(),
                                         std::pair(place.end, words_.size() + 1000000));
    if (behind == words_.end()) return nullptr;
    const read::Word& word = command_.syntax.words[behind->second];
    return word.span().file == place.file ? &word : nullptr;
  }

  /// Returns the index of the last redirection that belongs to the same requirement.
  std::size_t look_at(std::size_t r) {
    if (!redirects(r)) return r;
    const read::Redirect& redirect = redirects_[r];
    const std::string& target = redirect.target.raw.value;
    const read::Word* word = word_before(redirect.op_span);
    if (word == nullptr || !requirement(unquoted(word->raw.value))) return r;
    const bool near = word->span().end == redirect.op_span.begin ||
                      word->span().end + 1 == redirect.op_span.begin;
    if (!near) return r;
    // pkg >= 1.2: the version is the word behind.
    if (target == "=" && redirect.touches_target) {
      const read::Word* behind = word_after(redirect.target.span());
      if (behind != nullptr && behind->span().begin == redirect.target.span().end + 1 &&
          version(unquoted(behind->raw.value))) {
        add(r, r, *word, behind->span(),
            unquoted(word->raw.value) + redirect.op + "=" + unquoted(behind->raw.value));
      }
      return r;
    }
    const bool glued = redirect.touches_word && redirect.touches_target;
    if (!redirect.touches_target || !meant_as_version(target, glued)) return r;
    // Further operators of the same requirement: pkg>=1,<2. A redirection to a real file ends it.
    std::size_t last = r;
    while (last + 1 < redirects_.size() && redirects(last + 1) &&
           redirects_[last + 1].touches_target &&
           redirects_[last].target.raw.value.ends_with(',') &&
           redirects_[last + 1].op_span.begin == redirects_[last].target.span().end &&
           meant_as_version(redirects_[last + 1].target.raw.value, true)) {
      ++last;
    }
    std::string meant = unquoted(word->raw.value);
    for (std::size_t i = r; i <= last; ++i)
      meant += redirects_[i].op + unquoted(redirects_[i].target.raw.value);
    add(r, last, *word, redirects_[last].target.span(), meant);
    return last;
  }

  void add(std::size_t first, std::size_t last, const read::Word& word, Span end,
           std::string meant) {
    const Span whole = cover(word.span(), end);
    if (!whole) return;
    // A missing file to read ends the step; files to write are made silently.
    std::size_t decisive = first;
    while (decisive < last && redirects_[decisive].op != "<") ++decisive;
    const bool reads = redirects_[decisive].op == "<";
    if (!reads) decisive = first;
    Slip slip{.kind = SlipKind::unquoted_specifier,
              .stage = stage_,
              .span = whole,
              .subject = meant,
              .detail = reads ? "<" : ">",
              .extra = unquoted(redirects_[decisive].target.raw.value)};
    // Inside `sh -c '...'` the quotes around the script decide which quotes may be added, and a
    // real redirection glued to the end has to stay outside; a person has to look.
    const bool more =
        last + 1 < redirects_.size() && redirects_[last + 1].op_span.begin == whole.end;
    if (plain_ && !more) {
      if (whole.size() == meant.size()) {
        slip.edits.push_back({{whole.file, whole.begin, whole.begin}, "\""});
        slip.edits.push_back({{whole.file, whole.end, whole.end}, "\""});
      } else {
        slip.edits.push_back({whole, '"' + meant + '"'});
      }
    }
    out_.slips.push_back(std::move(slip));
  }

  const Command& command_;
  const std::vector<read::Redirect>& redirects_;
  std::vector<std::pair<std::uint32_t, std::size_t>> words_;  ///< (end, index), by end
  bool plain_;
  int stage_;
  Facts& out_;
};

}  // namespace

void specifiers(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    if (step.instruction->keyword != read::Keyword::run) return;
    for (const Command& command : step.commands) {
      if (command.syntax.redirects.empty()) continue;
      const std::size_t first = install_arguments(command);
      if (first != 0) Reader(step, command, first, static_cast<int>(stage.index), out).read();
    }
  });
}

}  // namespace cudafit::facts
