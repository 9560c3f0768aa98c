// Reading ahead over a whole logical line, into a buffer, before its first token is cut.

#ifndef DOCKERFILE_LOOKAHEAD_H_
#define DOCKERFILE_LOOKAHEAD_H_

#include "heredoc.h"
#include "tokens.h"
#include "tree_sitter/parser.h"

static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }
static inline void skip(TSLexer *lexer) { lexer->advance(lexer, true); }
static inline bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }
static inline bool at_line_end(TSLexer *lexer) {
  return lexer->lookahead == '\n' || at_end(lexer);
}

// The rest of the physical line, without its ending.
static void read_physical(TSLexer *lexer, Buffer *out) {
  while (!at_line_end(lexer)) {
    buffer_rune(out, lexer->lookahead);
    advance(lexer);
  }
  while (out->size > 0 && out->data[out->size - 1] == '\r') out->size--;
}

// BuildKit's test: a single escape, then only spaces and tabs; not behind another escape. Cuts them.
static bool cut_continuation(Buffer *line, uint32_t start, char escape) {
  uint32_t end = line->size;
  while (end > start && (line->data[end - 1] == ' ' || line->data[end - 1] == '\t')) end--;
  if (end == start || line->data[end - 1] != escape) return false;
  if (end - 1 > start && line->data[end - 2] == escape) return false;
  line->size = end - 1;
  return true;
}

// The rest of the logical line whose first physical line starts at `start` in `line`.
static void read_logical(TSLexer *lexer, Buffer *line, uint32_t start, char escape) {
  read_physical(lexer, line);
  while (cut_continuation(line, start, escape)) {
    start = line->size;
    for (;;) {
      if (at_end(lexer)) return;
      advance(lexer);
      read_physical(lexer, line);
      uint32_t first = start;
      uint32_t at = start;
      while (at < line->size && is_space(next_rune(line->data, line->size, &at))) first = at;
      if (first < line->size && line->data[first] != '#') break;
      line->size = start;  // comments and blank lines count for nothing
    }
  }
}

// Directives: `name = value` with a known name, behind `#` or `//`.
static bool is_directive(const Buffer *text, State *state) {
  static const char *const names[] = {"escape", "syntax", "check"};
  uint32_t at = 0;
  uint32_t begin = 0;
  while (at < text->size && is_space(next_rune(text->data, text->size, &at))) begin = at;
  uint32_t end = begin;
  while (end < text->size && ((text->data[end] >= '0' && text->data[end] <= '9') ||
                              ((text->data[end] | 32) >= 'a' && (text->data[end] | 32) <= 'z'))) {
    end++;
  }
  const char *known = NULL;
  for (int i = 0; i < 3; i++) {
    if (strlen(names[i]) != end - begin) continue;
    uint32_t same = 0;
    while (begin + same < end && (text->data[begin + same] | 32) == names[i][same]) same++;
    if (begin + same == end) known = names[i];
  }
  if (known == NULL) return false;
  at = end;
  while (at < text->size && is_blank(text->data[at]) && text->data[at] != '\v') at++;
  if (at >= text->size || text->data[at++] != '=' || at >= text->size) return false;
  if (known[0] == 'e') {
    uint32_t last = text->size;
    while (at < last && is_blank(text->data[at]) && text->data[at] != '\v') at++;
    while (last > at && is_blank(text->data[last - 1]) && text->data[last - 1] != '\v') last--;
    if (last - at == 1 && (text->data[at] == '\\' || text->data[at] == '`')) {
      state->escape = text->data[at];
    }
  }
  return true;
}

static enum Token keyword_token(Slice word) {
  for (int i = 0; i < UNKNOWN - ADD; i++) {
    const char *name = KEYWORDS[i];
    uint32_t at = word.begin;
    while (at < word.end && *name != '\0') {
      int32_t c = next_rune(word.data, word.end, &at);
      if (c >= 'A' && c <= 'Z') c += 32;
      if (c == 0x212A) c = 'k';  // the two letters Go lowers to ASCII
      if (c == 0x130) c = 'i';
      if (c != *name) break;
      name++;
    }
    if (at == word.end && *name == '\0') return (enum Token)(ADD + i);
  }
  return UNKNOWN;
}

static bool takes_json(enum Token keyword) {
  return keyword == RUN || keyword == COPY || keyword == ADD || keyword == CMD ||
         keyword == ENTRYPOINT || keyword == SHELL || keyword == VOLUME || keyword == HEALTHCHECK;
}

static bool takes_heredocs(enum Token keyword) {
  return keyword == RUN || keyword == COPY || keyword == ADD;
}

static enum JsonKind args_json(enum Token keyword, Slice args) {
  if (keyword == HEALTHCHECK) {
    while (args.begin < args.end && !is_space_byte(args.data[args.begin])) args.begin++;
    while (args.begin < args.end && is_space_byte(args.data[args.begin])) args.begin++;
    args = trim(args);
  }
  return takes_json(keyword) ? json_kind(args) : JSON_NOT;
}

// ENV and LABEL: does the first word lack a `=`?
static bool is_legacy(Slice args, char escape) {
  char quote = 0;
  for (uint32_t at = args.begin; at < args.end;) {
    int32_t c = next_rune(args.data, args.end, &at);
    if (c == '=') return false;
    if (quote == 0 && is_space(c)) return true;
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = (char)c;
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (c == escape && quote != '\'' && at < args.end) {
      c = next_rune(args.data, args.end, &at);
      if (c == '=') return false;
    }
  }
  return args.begin < args.end;
}

// The heredocs of a line from its keyword on; false when BuildKit refuses it for one of them.
static bool line_heredocs(Slice line, char escape, HeredocSink sink, void *payload) {
  bool two = false;
  for (uint32_t i = line.begin; i + 1 < line.end && !two; i++) {
    two = line.data[i] == '<' && line.data[i + 1] == '<';
  }
  if (!two) return true;
  Slice rest;
  enum Token keyword = keyword_token(first_word(trim(line), &rest));
  Slice args = after_flags(rest, escape);
  if (keyword == ONBUILD) {
    keyword = keyword_token(first_word(args, &rest));
    args = after_flags(rest, escape);
  }
  if (!takes_heredocs(keyword) || args_json(keyword, args) != JSON_NOT) return true;
  return heredocs_from_line(line, sink, payload);
}

// Terminators are compared by hash, so that a name of any length fits into the state. A byte that is
// not UTF-8 equals nothing, least of all the U+FFFD it would become in a name.
static inline uint64_t hash_rune(uint64_t hash, int32_t rune) {
  return (hash ^ (uint64_t)(rune < 0 ? 0x110000 : rune)) * 0x100000001B3u;
}

#define HASH_START UINT64_C(0xCBF29CE484222325)

static uint64_t hash_name(const char *name, uint32_t size) {
  uint64_t hash = HASH_START;
  for (uint32_t at = 0; at < size;) hash = hash_rune(hash, next_rune(name, size, &at));
  return hash;
}

// Reads one line without its ending; `\r`s at its end do not count.
static uint64_t hash_line_from(TSLexer *lexer, uint64_t hash, bool chomp) {
  uint32_t returns = 0;
  bool leading = chomp;
  for (; !at_line_end(lexer); advance(lexer)) {
    const int32_t c = lexer->lookahead;
    if (c == '\r') {
      returns++;
      continue;
    }
    if (leading && c == '\t' && returns == 0) continue;
    leading = false;
    for (; returns > 0; returns--) hash = hash_rune(hash, '\r');
    hash = hash_rune(hash, c);
  }
  return hash;
}

static uint64_t hash_line(TSLexer *lexer, bool chomp) {
  return hash_line_from(lexer, HASH_START, chomp);
}

#endif
