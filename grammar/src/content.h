// Tokens behind a keyword.

#ifndef DOCKERFILE_CONTENT_H_
#define DOCKERFILE_CONTENT_H_

#include "lookahead.h"

static bool emit(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

// At the end of a continued line: takes it and the blank lines behind it, and sees what comes then.
static bool scan_joint(State *state, TSLexer *lexer) {
  if (!at_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  while (state->inside) {
    while (is_space(lexer->lookahead) && lexer->lookahead != '\n') advance(lexer);
    if (lexer->lookahead == '#') {
      lexer->mark_end(lexer);
      state->joint = JOINT_COMMENT;
      break;
    }
    state->joint = JOINT_NONE;
    if (at_end(lexer)) {
      lexer->mark_end(lexer);
      break;
    }
    if (lexer->lookahead != '\n') break;
    advance(lexer);
    lexer->mark_end(lexer);
  }
  return emit(lexer, CONTINUATION);
}

// The whole comment line; the reader drops a `\r` at its end.
static bool scan_comment(TSLexer *lexer) {
  while (!at_line_end(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, COMMENT);
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
// `with_next`: an odd run takes the next character along; `with_blank`: even a blank.
static bool scan_escape(State *state, TSLexer *lexer, enum Token token, bool with_next,
                        bool with_blank) {
  uint32_t run = 0;
  for (; lexer->lookahead == state->escape; run++) advance(lexer);
  lexer->mark_end(lexer);
  const bool blank = lexer->lookahead == ' ' || lexer->lookahead == '\t';
  if (blank && run % 2 == 1 && with_blank) {
    advance(lexer);
    lexer->mark_end(lexer);
  }
  if (run == 1) {
    while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
    while (lexer->lookahead == '\r') advance(lexer);
    if (at_line_end(lexer)) return scan_joint(state, lexer);
  }
  state->keyword_left -= run < state->keyword_left ? run : state->keyword_left;
  if (with_next && !blank && run % 2 == 1 && !is_space(lexer->lookahead) && !at_line_end(lexer)) {
    advance(lexer);
    lexer->mark_end(lexer);
  }
  return emit(lexer, token);
}

static bool scan_json(State *state, TSLexer *lexer) {
  const int32_t c = lexer->lookahead;
  if (state->json == IN_JSON || state->json == JSON_AHEAD) {
    advance(lexer);
    lexer->mark_end(lexer);
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

// `$name` or `${...}`; a `$` that starts neither is text.
static bool scan_variable(State *state, TSLexer *lexer, enum Token text) {
  advance(lexer);
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
  if (variables && lexer->lookahead == '$') return scan_variable(state, lexer, STRING_TEXT);
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

// Part of a word, up to where the grammar wants another token.
static bool scan_text(State *state, TSLexer *lexer, const bool *valid, bool started) {
  bool tag = false;  // a `:` is marked that no `/` has followed yet
  for (;; started = true) {
    const int32_t c = lexer->lookahead;
    if (c == '\n' || is_blank(c) || c == state->escape || (c == 0 && at_end(lexer))) break;
    if (started && !tag) {
      if (c == '$' && valid[VARIABLE]) break;
      if ((c == '"' || c == '\'') && valid[DOUBLE_QUOTE]) break;
      if (c == '=' && valid[EQUALS]) break;
      if (c == '@' && valid[AT]) break;
      if (c == '<' && state->count > 0) {
        lexer->mark_end(lexer);
        advance(lexer);
        if (lexer->lookahead == '<') return emit(lexer, TEXT);
        continue;
      }
    }
    if (c == ':' && valid[COLON] && state->mid_word != IN_TAG && !tag && started) {
      lexer->mark_end(lexer);
      tag = true;
    } else if (c == '/') {
      tag = false;
    } else if (tag && (c == '$' || c == '@')) {
      break;
    }
    advance(lexer);
  }
  if (!tag) lexer->mark_end(lexer);
  return emit(lexer, TEXT);
}

static bool scan_word(State *state, TSLexer *lexer, const bool *valid) {
  const int32_t c = lexer->lookahead;
  const bool mid_word = state->mid_word != 0;
  const bool in_tag = state->mid_word == IN_TAG;
  if (!mid_word) state->mid_word = 1;
  if (!state->in_flag) state->flags_done = 1;
  if (c == '$' && valid[VARIABLE]) return scan_variable(state, lexer, TEXT);
  advance(lexer);
  lexer->mark_end(lexer);
  if ((c == '"' && valid[DOUBLE_QUOTE]) || (c == '\'' && valid[SINGLE_QUOTE])) {
    state->quote = (uint8_t)c;
    return emit(lexer, c == '"' ? DOUBLE_QUOTE : SINGLE_QUOTE);
  }
  if (c == '=' && valid[EQUALS]) return emit(lexer, EQUALS);
  if (c == '@' && valid[AT]) return emit(lexer, AT);
  if (c == ':' && valid[COLON] && !in_tag) {
    if (!starts_tag(lexer, state->escape)) return emit(lexer, TEXT);
    state->mid_word = IN_TAG;
    return emit(lexer, COLON);
  }
  if (c == '<' && state->count > 0 && valid[HEREDOC_MARKER] && lexer->lookahead == '<') {
    if (scan_marker(state, lexer)) return emit(lexer, HEREDOC_MARKER);
  }
  if ((c | 32) == 'a' && valid[AS] && !mid_word && (lexer->lookahead | 32) == 's') {
    advance(lexer);
    lexer->mark_end(lexer);
    const int32_t next = lexer->lookahead;
    if (is_blank(next) || next == state->escape || at_line_end(lexer)) {
      state->mid_word = 0;
      return emit(lexer, AS);
    }
  }
  return scan_text(state, lexer, valid, true);
}

#endif
