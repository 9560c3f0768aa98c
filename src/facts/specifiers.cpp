// `pip install pkg>=1.2`: to the shell, `>` and `<` redirect. Slip::detail is the operator that
// redirects, extra the file it opens.

#include <algorithm>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// name, name[extra], name==1.0,: what may stand before a version operator. Nothing that holds
/// quotes or expansions.
bool requirement(std::string_view word) {
  if (word.empty() || !letter_or_digit(word[0])) return false;
  const std::size_t name_end = std::min(
      word.size(), static_cast<std::size_t>(std::find_if(word.begin(), word.end(),
                                                         [](char c) {
                                                           return !letter_or_digit(c) && c != '-' &&
                                                                  c != '_' && c != '.' && c != ':';
                                                         }) -
                                            word.begin()));
  std::string_view rest = word.substr(name_end);
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return false;
    rest.remove_prefix(close + 1);
  }
  // A file such as requirements.txt is not a package.
  const std::string_view name = word.substr(0, name_end);
  if (name.ends_with(".txt") || name.ends_with(".whl") || name.find(':') == 0) return false;
  if (rest.empty()) return true;
  const bool operated = rest.starts_with("==") || rest.starts_with("!=") || rest.starts_with("~=");
  return operated && rest.find_first_of("'\"$`/") == std::string_view::npos;
}

/// =1.2, 2.0, =$VERSION: what stands behind the operator when it was meant as a version.
bool version(std::string_view target, bool glued) {
  if (target.starts_with('='))
    target.remove_prefix(1);
  else if (!glued)
    return false;
  if (target.empty()) return false;
  if (target.starts_with('"') || target.starts_with('\'')) target.remove_prefix(1);
  if (target.empty()) return false;
  return (target[0] >= '0' && target[0] <= '9') || target[0] == '$' ||
         (target[0] == 'v' && target.size() > 1);
}

std::string unquoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '"' && c != '\'') out += c;
  }
  return out;
}

void look_at(const Command& command, int stage, Facts& out) {
  const std::size_t first = install_arguments(command);
  if (first == 0) return;
  const std::vector<read::Redirect>& redirects = command.syntax.redirects;
  for (std::size_t r = 0; r < redirects.size(); ++r) {
    const read::Redirect& redirect = redirects[r];
    if ((redirect.op != ">" && redirect.op != "<") || redirect.descriptor >= 0 || !redirect.op_span)
      continue;
    const std::string& target = redirect.target.raw.value;
    const bool glued = redirect.touches_word && redirect.touches_target;
    if (!redirect.touches_target || !version(target, glued)) continue;
    // The word the operator was meant to belong to.
    const read::Word* word = nullptr;
    for (std::size_t w = first; w < command.syntax.words.size(); ++w) {
      const Span span = command.syntax.words[w].span();
      if (span && span.file == redirect.op_span.file && span.end <= redirect.op_span.begin)
        word = &command.syntax.words[w];
    }
    if (word == nullptr || !requirement(word->raw.value)) continue;
    if (!glued && word->span().end + 1 != redirect.op_span.begin) continue;
    // Further operators of the same requirement: pkg>=1,<2
    std::size_t last = r;
    while (last + 1 < redirects.size() && redirects[last + 1].touches_word &&
           redirects[last + 1].descriptor < 0 && redirects[last + 1].touches_target &&
           redirects[last + 1].op_span.begin == redirects[last].target.span().end) {
      ++last;
    }
    const Span whole = cover(word->span(), redirects[last].target.span());
    if (!whole) continue;
    std::string meant = word->raw.value;
    std::size_t quotes = 0;  // characters that quote parts of the version already
    for (std::size_t i = r; i <= last; ++i) {
      meant += redirects[i].op + unquoted(redirects[i].target.raw.value);
      quotes += redirects[i].target.raw.size() - unquoted(redirects[i].target.raw.value).size();
    }
    // A missing file to read ends the step; files to write are made silently.
    std::size_t decisive = r;
    while (decisive < last && redirects[decisive].op != "<") ++decisive;
    const bool reads = redirects[decisive].op == "<";
    if (!reads) decisive = r;
    Slip slip{.kind = SlipKind::unquoted_specifier,
              .stage = stage,
              .span = whole,
              .subject = meant,
              .detail = reads ? "<" : ">",
              .extra = unquoted(redirects[decisive].target.raw.value)};
    // Inside `sh -c '...'` the quotes around the script decide which quotes may be added; a person
    // has to look.
    if (command.nesting == 0) {
      // A blank before the operator goes; so do quotes that would end the new ones.
      if (quotes > 0 || !glued) {
        slip.edits.push_back({whole, '"' + meant + '"'});
      } else {
        slip.edits.push_back({{whole.file, whole.begin, whole.begin}, "\""});
        slip.edits.push_back({{whole.file, whole.end, whole.end}, "\""});
      }
    }
    out.slips.push_back(std::move(slip));
    r = last;
  }
}

}  // namespace

void specifiers(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    if (step.instruction->keyword != read::Keyword::run) return;
    for (const Command& command : step.commands)
      look_at(command, static_cast<int>(stage.index), out);
  });
}

}  // namespace cudafit::facts
