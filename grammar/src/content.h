// Tokens behind a keyword.

#ifndef DOCKERFILE_CONTENT_H_
#define DOCKERFILE_CONTENT_H_

#include "lookahead.h"

static bool emit(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

// At the end of a continued line: takes it and the blank lines behind it, and sees what comes then.
static bool scan_joint(State *state, TSLexer *lexer, const bool *valid) {
  bool inner = state->mid_word && state->quote == 0 && valid[INNER_CONTINUATION];
  if (!at_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  state->joint = JOINT_NONE;
  while (state->inside) {
    const bool blank = is_space(lexer->lookahead);
    while (is_space(lexer->lookahead) && lexer->lookahead != '\n') advance(lexer);
    if (lexer->lookahead == '\n') {
      advance(lexer);
      lexer->mark_end(lexer);
      continue;
    }
    inner = inner && !blank;
    if (lexer->lookahead == '#') state->joint = JOINT_COMMENT;
    if (lexer->lookahead == '#' || at_end(lexer)) {
      inner = false;
      lexer->mark_end(lexer);
    }
    break;
  }
  return emit(lexer, inner           ? INNER_CONTINUATION
                     : state->inside ? CONTINUATION
                                     : OUTER_CONTINUATION);
}

// The whole comment line; the reader drops a `\r` at its end.
static bool scan_comment(TSLexer *lexer, enum Token token) {
  while (!at_line_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, token);
}

// How many of the announced heredocs are terminated, looking as far as it takes.
static uint8_t count_terminated(const Scanner *scanner, TSLexer *lexer) {
  uint8_t found = 0;
  while (found < scanner->state.count && !at_end(lexer)) {
    const Heredoc *heredoc = &scanner->heredocs[found];
    found += hash_line(lexer, heredoc->chomp != 0) == heredoc->hash;
    if (!at_end(lexer)) advance(lexer);
  }
  return found;
}

// The end of a line that heredocs follow, or that lacks what it should trigger.
static bool scan_end(Scanner *scanner, TSLexer *lexer) {
  State *state = &scanner->state;
  if (!at_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  state->inside = 0;
  state->current = 0;
  if (state->count > 0) {
    state->ended = state->broken ? 0 : count_terminated(scanner, lexer);
    if (state->ended < state->count) state->broken = 1;
  }
  return emit(lexer, END);
}

// Does a line start here that can only be the next instruction? Used where a terminator is missing.
static bool at_instruction(TSLexer *lexer, Buffer *line) {
  line->size = 0;
  while (lexer->lookahead >= 'A' && lexer->lookahead <= 'Z' && line->size < 12) {
    buffer_rune(line, lexer->lookahead);
    advance(lexer);
  }
  return lexer->lookahead == ' ' && keyword_token((Slice){line->data, 0, line->size}) != UNKNOWN;
}

// The lines of a heredoc, or its terminator when there are no more.
static bool scan_heredoc(Scanner *scanner, TSLexer *lexer) {
  State *state = &scanner->state;
  const Heredoc heredoc = scanner->heredocs[state->current];
  const bool terminated = state->current < state->ended;
  for (bool first = true;; first = false) {
    lexer->mark_end(lexer);
    const bool end = at_end(lexer);
    if (end || (!terminated && at_instruction(lexer, &scanner->line))) {
      state->current = state->count = 0;
      return emit(lexer, HEREDOC_CONTENT);
    }
    uint64_t hash;
    if (terminated) {
      hash = hash_line(lexer, heredoc.chomp != 0);
    } else {
      // at_instruction() has read a few letters of the line already.
      hash = HASH_START;
      for (uint32_t i = 0; i < scanner->line.size; i++) hash = hash_rune(hash, scanner->line.data[i]);
      hash = hash_line_from(lexer, hash, heredoc.chomp != 0 && scanner->line.size == 0);
    }
    if (hash == heredoc.hash) {
      if (!first) return emit(lexer, HEREDOC_CONTENT);
      if (!at_end(lexer)) advance(lexer);
      lexer->mark_end(lexer);
      if (++state->current == state->count) state->current = state->count = 0;
      return emit(lexer, HEREDOC_TERMINATOR);
    }
    if (!at_end(lexer)) advance(lexer);
  }
}

// A run of escape characters: a continuation, or the characters and what the last one escapes.
// `with_next`: an odd run takes the next character along; `with_blank`: even a blank. For JOIN nothing
// is taken.
static bool scan_escape(State *state, TSLexer *lexer, const bool *valid, enum Token token,
                        bool with_next, bool with_blank) {
  uint32_t run = 0;
  if (token == JOIN) lexer->mark_end(lexer);
  for (; lexer->lookahead == state->escape; run++) advance(lexer);
  if (token != JOIN) lexer->mark_end(lexer);
  const bool blank = lexer->lookahead == ' ' || lexer->lookahead == '\t';
  if (blank && run % 2 == 1 && with_blank && token != JOIN) {
    advance(lexer);
    lexer->mark_end(lexer);
  }
  if (run == 1) {
    while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
    while (lexer->lookahead == '\r') advance(lexer);
    if (at_line_end(lexer)) return scan_joint(state, lexer, valid);
  }
  state->keyword_left -= run < state->keyword_left ? run : state->keyword_left;
  if (with_next && !blank && run % 2 == 1 && !is_space(lexer->lookahead) && !at_line_end(lexer)) {
    advance(lexer);
    lexer->mark_end(lexer);
  }
  return emit(lexer, token);
}

// A string without anything special in it, behind its opening quote, that ends on this line. False
// where there is none; the mark then still stands behind the quote.
static bool scan_plain(State *state, TSLexer *lexer, int32_t quote, int32_t special) {
  while (lexer->lookahead != quote) {
    const int32_t c = lexer->lookahead;
    if (c == special || c == state->escape || c == '\r' || at_line_end(lexer)) return false;
    advance(lexer);
  }
  advance(lexer);
  lexer->mark_end(lexer);
  return true;
}

static bool scan_json(State *state, TSLexer *lexer) {
  const int32_t c = lexer->lookahead;
  if (state->json == IN_JSON || state->json == JSON_AHEAD) {
    advance(lexer);
    lexer->mark_end(lexer);
    if (c == '"' && scan_plain(state, lexer, '"', '\\')) return emit(lexer, JSON_PLAIN_STRING);
    if (c == '"') state->json = IN_JSON_STRING;
    if (c == '[') state->json = IN_JSON;
    if (c == ']') state->json = NO_JSON;
    return emit(lexer, c == '"' ? JSON_QUOTE : c == '[' ? JSON_OPEN : c == ']' ? JSON_CLOSE : JSON_COMMA);
  }
  if (c == '"' && state->json == IN_JSON_STRING) {
    advance(lexer);
    lexer->mark_end(lexer);
    state->json = IN_JSON;
    return emit(lexer, JSON_QUOTE_END);
  }
  if (c == '\\' && state->json == IN_JSON_STRING) {  // here the escape of Dockerfiles is another one
    advance(lexer);
    if (lexer->lookahead == state->escape) {
      state->json = IN_JSON_ESCAPE;
    } else if (!at_line_end(lexer)) {
      advance(lexer);
    }
    lexer->mark_end(lexer);
    return emit(lexer, ESCAPE);
  }
  bool first = state->json == IN_JSON_ESCAPE;
  state->json = IN_JSON_STRING;
  while (!at_line_end(lexer) && lexer->lookahead != state->escape &&
         (first || (lexer->lookahead != '"' && lexer->lookahead != '\\'))) {
    advance(lexer);
    first = false;
  }
  lexer->mark_end(lexer);
  return emit(lexer, JSON_TEXT);
}

// `$name` or `${...}`, behind the `$`; one that starts neither is text.
static bool scan_variable(State *state, TSLexer *lexer, enum Token text) {
  lexer->mark_end(lexer);
  if (lexer->lookahead == '{') {
    uint32_t depth = 0;
    while (!at_line_end(lexer) && lexer->lookahead != '\r' && lexer->lookahead != state->escape) {
      depth += lexer->lookahead == '{';
      depth -= lexer->lookahead == '}';
      advance(lexer);
      if (depth == 0) break;
    }
  } else if (name_rune(lexer->lookahead)) {
    while (name_rune(lexer->lookahead)) advance(lexer);
  } else {
    return emit(lexer, text);
  }
  lexer->mark_end(lexer);
  return emit(lexer, VARIABLE);
}

// Inside quotes.
static bool scan_string(State *state, TSLexer *lexer) {
  if (lexer->lookahead == state->quote) {
    advance(lexer);
    lexer->mark_end(lexer);
    state->quote = 0;
    return emit(lexer, QUOTE_END);
  }
  const bool variables = state->quote == '"';
  if (variables && lexer->lookahead == '$') {
    advance(lexer);
    return scan_variable(state, lexer, STRING_TEXT);
  }
  while (!at_line_end(lexer) && lexer->lookahead != state->quote &&
         lexer->lookahead != state->escape && !(variables && lexer->lookahead == '$')) {
    advance(lexer);
  }
  lexer->mark_end(lexer);
  return emit(lexer, STRING_TEXT);
}

// `<<name`; the first `<` is behind us. Which words are heredocs was decided on the whole line, this
// only marks where they stand.
static bool scan_marker(State *state, TSLexer *lexer) {
  advance(lexer);
  if (lexer->lookahead == '<') {
    while (lexer->lookahead == '<') advance(lexer);
    lexer->mark_end(lexer);
    return false;
  }
  if (lexer->lookahead == '-') advance(lexer);
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
  int32_t quote = 0;
  while (!at_line_end(lexer) && lexer->lookahead != state->escape) {
    const int32_t c = lexer->lookahead;
    if (quote == 0 && (is_space(c) || strchr("<>;&|()", c < 0x80 && c > 0 ? c : 'x') != NULL)) break;
    if (quote == 0 ? c == '"' || c == '\'' : c == quote) quote = quote == 0 ? c : 0;
    advance(lexer);
  }
  lexer->mark_end(lexer);
  return true;
}

// Text of one physical line, to its last character that is not blank. `word`: the last character
// was not blank, and is not marked yet.
static bool scan_shell(State *state, TSLexer *lexer, bool word) {
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (c == '\n' || (c == 0 && at_end(lexer))) break;
    if (c == '<' && state->count > 0) {
      if (word) lexer->mark_end(lexer);
      advance(lexer);
      if (lexer->lookahead == '<') return emit(lexer, SHELL_TEXT);
      word = true;
      continue;
    }
    if (c == state->escape) {
      if (word) lexer->mark_end(lexer);
      uint32_t run = 0;
      for (; lexer->lookahead == c; run++) advance(lexer);
      word = true;
      if (run > 1 || (lexer->lookahead != ' ' && lexer->lookahead != '\t' &&
                      lexer->lookahead != '\r' && !at_line_end(lexer))) {
        continue;
      }
      // Marked before the escape: either it is a continuation, or the text goes on behind it.
      while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
      while (lexer->lookahead == '\r') advance(lexer);
      if (at_line_end(lexer)) return emit(lexer, SHELL_TEXT);
      continue;
    }
    if (is_blank(c)) {
      if (word) lexer->mark_end(lexer);
      word = false;
    } else {
      word = true;
    }
    advance(lexer);
  }
  if (word) lexer->mark_end(lexer);
  return emit(lexer, SHELL_TEXT);
}

// Is the rest of the word free of `/`? Then a `:` here starts a tag and not a port. A tag has at most
// 128 characters.
static bool starts_tag(TSLexer *lexer, char escape) {
  for (int i = 0; i <= 128; i++, advance(lexer)) {
    const int32_t c = lexer->lookahead;
    if (c == '/') return false;
    if (is_blank(c) || c == escape || at_line_end(lexer)) break;
  }
  return true;
}

// Part of a word whose first character is behind us, up to where the grammar wants another token.
static bool scan_text(State *state, TSLexer *lexer, const bool *valid) {
  const bool pair = valid[DOUBLE_QUOTE] || valid[EQUALS];
  const bool name = pair && state->mid_word != IN_VALUE;
  const bool image = state->kind == IMAGE && !state->in_flag;
  bool tag = false;  // a `:` is marked that no `/` has followed yet
  for (;; advance(lexer)) {
    const int32_t c = lexer->lookahead;
    if (c == '\n' || is_blank(c) || c == state->escape || (c == 0 && at_end(lexer))) break;
    if (c == '$' || (image && c == '@') || (name && c == '=') || (pair && (c == '"' || c == '\''))) break;
    if (c == '<' && state->count > 0 && !tag) {
      lexer->mark_end(lexer);
      advance(lexer);
      if (lexer->lookahead == '<') return emit(lexer, TEXT);
      lexer->mark_end(lexer);
      if (is_blank(lexer->lookahead) || lexer->lookahead == state->escape || at_line_end(lexer)) break;
    } else if (c == '/') {
      tag = false;
    } else if (c == ':' && image && !tag && state->mid_word != IN_TAG) {
      lexer->mark_end(lexer);
      tag = true;
    }
  }
  if (!tag) lexer->mark_end(lexer);
  return emit(lexer, TEXT);
}

// The next token of a word: a part of it, or what stands between its parts.
static bool scan_word(State *state, TSLexer *lexer, const bool *valid) {
  const int32_t c = lexer->lookahead;
  const uint8_t mid_word = state->mid_word;
  lexer->mark_end(lexer);  // for a JOIN, which is empty
  advance(lexer);
  const int32_t next = lexer->lookahead;
  const bool last = is_blank(next) || at_line_end(lexer);
  if (c == '=' && mid_word != IN_VALUE && valid[last ? EQUALS_NOTHING : EQUALS]) {
    lexer->mark_end(lexer);
    state->mid_word = IN_VALUE;
    if (!state->in_flag) state->flags_done = 1;
    return emit(lexer, last ? EQUALS_NOTHING : EQUALS);
  }
  if (mid_word && !last && state->kind == IMAGE && !state->in_flag) {
    if (c == '@' && valid[AT]) {
      lexer->mark_end(lexer);
      return emit(lexer, AT);
    }
    if (c == ':' && valid[COLON] && mid_word != IN_TAG) {
      lexer->mark_end(lexer);
      if (starts_tag(lexer, state->escape)) {
        state->mid_word = IN_TAG;
        return emit(lexer, COLON);
      }
      return emit(lexer, JOIN);  // of a port: the `:` itself joins
    }
  }
  if (mid_word && valid[JOIN]) return emit(lexer, JOIN);

  lexer->mark_end(lexer);
  if (!mid_word) state->mid_word = IN_WORD;
  if (!state->in_flag) state->flags_done = 1;
  if (c == '$' && valid[VARIABLE]) return scan_variable(state, lexer, TEXT);
  if ((c == '"' || c == '\'') && valid[DOUBLE_QUOTE]) {
    if (scan_plain(state, lexer, c, c == '"' ? '$' : c)) return emit(lexer, PLAIN_STRING);
    state->quote = (uint8_t)c;
    return emit(lexer, c == '"' ? DOUBLE_QUOTE : SINGLE_QUOTE);
  }
  if (c == '<' && state->count > 0 && valid[HEREDOC_MARKER] && next == '<') {
    if (scan_marker(state, lexer)) return emit(lexer, HEREDOC_MARKER);
  }
  if ((c | 32) == 'a' && valid[AS] && !mid_word && (next | 32) == 's') {
    advance(lexer);
    lexer->mark_end(lexer);
    const int32_t behind = lexer->lookahead;
    if (is_blank(behind) || behind == state->escape || at_line_end(lexer)) {
      state->mid_word = BETWEEN_WORDS;
      return emit(lexer, AS);
    }
  }
  return scan_text(state, lexer, valid);
}

#endif
