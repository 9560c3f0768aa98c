// The external scanner: cuts a Dockerfile into tokens as BuildKit reads it. A token never spans a
// line continuation, and every position inside an instruction yields some token, so the parser never
// has to recover.

#include "content.h"

// Called for every heredoc a keyword's line announces.
static void remember(void *payload, const char *name, uint32_t size, uint32_t descriptor,
                     bool expand, bool chomp) {
  (void)descriptor;
  (void)expand;
  Scanner *scanner = payload;
  if (scanner->state.count == MAX_HEREDOCS) return;
  Heredoc *heredoc = &scanner->heredocs[scanner->state.count++];
  *heredoc = (Heredoc){hash_name(name, size), chomp};
}

// For the product's reader: the same reading of heredocs, on a line whose continuations are gone.
bool tree_sitter_dockerfile_heredocs(const char *line, uint32_t size, char escape,
                                     HeredocSink sink, void *payload) {
  return line_heredocs((Slice){line, 0, size}, escape, sink, payload);
}

static bool needs_lookahead(enum Token keyword) {
  return takes_json(keyword) || keyword == ENV || keyword == LABEL || keyword == ONBUILD;
}

// The keyword, or the part of it before an escape, into the line buffer; marks its end. False when
// it is only a part.
static bool read_keyword(Scanner *scanner, TSLexer *lexer, uint32_t *runes) {
  const char escape = scanner->state.escape;
  Buffer *line = &scanner->line;
  bool plain = true;
  *runes = 0;
  line->size = 0;
  if (lexer->lookahead == escape) {
    for (; lexer->lookahead == escape; ++*runes) {
      buffer_rune(line, lexer->lookahead);
      advance(lexer);
    }
    lexer->mark_end(lexer);
    return false;
  }
  for (; !is_blank(lexer->lookahead) && lexer->lookahead != escape && !at_line_end(lexer); ++*runes) {
    plain = plain && lexer->lookahead > 0 && lexer->lookahead < 0x80;
    buffer_rune(line, lexer->lookahead);
    advance(lexer);
  }
  lexer->mark_end(lexer);
  return plain && lexer->lookahead != escape;
}

// The keyword, and what its line tells about the tokens to come.
static bool scan_keyword(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  State *state = &scanner->state;
  Buffer *line = &scanner->line;
  uint32_t runes;
  const bool whole = read_keyword(scanner, lexer, &runes);
  if (line->size == 1 && line->data[0] == state->escape) {
    read_physical(lexer, line);
    const uint32_t size = line->size;
    if (cut_continuation(line, 0, state->escape) && line->size == 0) {
      state->top = state->slashes = 0;
      return scan_joint(state, lexer, valid);
    }
    line->size = size;
  }
  Slice word = {line->data, 0, line->size};
  Slice rest = {line->data, line->size, line->size};
  enum Token keyword = keyword_token(word);
  state->keyword_left = 0;
  const bool slashes = state->slashes && line->size >= 2 && memcmp(line->data, "//", 2) == 0;
  if (!whole || slashes || needs_lookahead(keyword)) {
    read_logical(lexer, line, 0, state->escape);
    word = first_word(trim((Slice){line->data, 0, line->size}), &rest);
    keyword = keyword_token(word);
    uint32_t all = 0;
    for (uint32_t at = word.begin; at < word.end; all++) next_rune(word.data, word.end, &at);
    state->keyword_left = all > runes ? all - runes : 0;
  }
  if (slashes) {
    State unchanged = *state;
    const Buffer text = {line->data + 2, line->size - 2, 0};
    if (is_directive(&text, &unchanged)) keyword = SLASHES;
  }
  if (!state->inside) {
    state->nested = state->count = 0;
    line_heredocs((Slice){line->data, 0, line->size}, state->escape, remember, scanner);
  } else if (keyword == ONBUILD && ++state->nested > MAX_ONBUILD) {
    keyword = UNKNOWN;
  }
  const Slice args = after_flags(rest, state->escape);
  state->top = 0;
  state->slashes = keyword == SLASHES;
  state->inside = 1;
  state->joint = JOINT_NONE;
  state->quote = 0;
  state->json = args_json(keyword, args) == JSON_STRINGS ? JSON_AHEAD : NO_JSON;
  state->trigger = keyword == ONBUILD;
  state->kind = keyword == FROM                                                              ? IMAGE
                : (keyword == ENV || keyword == LABEL) && is_legacy(args, state->escape) ? LEGACY
                                                                                             : PLAIN;
  state->flags_done = state->in_flag = state->mid_word = state->typed = 0;
  return valid[keyword] && emit(lexer, keyword);
}

static bool scan_directive(State *state, TSLexer *lexer) {
  const uint8_t step = state->step;
  while (step == STEP_NAME ? is_space(lexer->lookahead)
                           : is_blank(lexer->lookahead) && lexer->lookahead != '\v') {
    skip(lexer);
  }
  if (step == STEP_EQUALS) advance(lexer);
  while (step == STEP_NAME && lexer->lookahead != '=' && !is_blank(lexer->lookahead) &&
         !at_line_end(lexer)) {
    advance(lexer);
  }
  lexer->mark_end(lexer);
  while (step == STEP_VALUE && !at_line_end(lexer)) {
    const bool blank = is_blank(lexer->lookahead);
    advance(lexer);
    if (!blank) lexer->mark_end(lexer);
  }
  state->step = step == STEP_VALUE ? STEP_NONE : step + 1;
  return emit(lexer, (enum Token)(DIRECTIVE_NAME + (step - STEP_NAME)));
}

// Between instructions.
static bool scan_top(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  State *state = &scanner->state;
  // The line ending of a directive is allowed; any blank line ends the directives.
  int breaks = state->top == 2 ? -1 : 0;
  bool spaces = false;
  while (is_space(lexer->lookahead)) {
    breaks += lexer->lookahead == '\n';
    spaces = true;
    skip(lexer);
  }
  if (breaks > 0) state->top = state->slashes = 0;
  if (at_end(lexer)) {
    lexer->mark_end(lexer);
    return spaces && emit(lexer, SPACE);
  }
  if (lexer->lookahead != '#') return scan_keyword(scanner, lexer, valid);
  if (state->top == 0) return scan_comment(lexer, OUTER_COMMENT);
  advance(lexer);
  lexer->mark_end(lexer);
  scanner->line.size = 0;
  read_physical(lexer, &scanner->line);
  const bool directive = is_directive(&scanner->line, state);
  state->top = directive ? 2 : 0;
  state->slashes = 0;
  if (!directive) return scan_comment(lexer, OUTER_COMMENT);
  state->step = STEP_NAME;
  return emit(lexer, DIRECTIVE_MARK);
}

// The line is over: what comes next stands on its own, unless heredocs or a missing trigger do.
static bool scan_line_end(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  State *state = &scanner->state;
  if (state->count > 0 || state->trigger) {
    state->trigger = 0;
    return scan_end(scanner, lexer);
  }
  state->inside = 0;
  state->mid_word = BETWEEN_WORDS;
  return scan_top(scanner, lexer, valid);
}

static void skip_blanks(State *state, TSLexer *lexer) {
  while (is_space(lexer->lookahead) && lexer->lookahead != '\n') skip(lexer);
  if (state->kind == IMAGE && state->mid_word && !state->in_flag) state->kind = PLAIN;
  state->in_flag = 0;
  state->mid_word = BETWEEN_WORDS;
}

// Up to a blank, an escape or the end of the line; also up to `stop`.
static void take_word(State *state, TSLexer *lexer, int32_t stop) {
  while (!at_line_end(lexer) && !is_blank(lexer->lookahead) && lexer->lookahead != stop &&
         lexer->lookahead != state->escape) {
    advance(lexer);
  }
  lexer->mark_end(lexer);
}

// What an escape that continues nothing is part of.
static enum Token escape_token(const State *state, const bool *valid, bool shell) {
  if (state->keyword_left > 0) return KEYWORD_REST;
  if (state->json >= IN_JSON_STRING) return state->escape == '\\' ? ESCAPE : JSON_TEXT;
  if (state->quote != 0) return state->quote == '"' ? ESCAPE : STRING_TEXT;
  if (shell) return SHELL_TEXT;
  if (state->mid_word && valid[JOIN]) return JOIN;
  return valid[ESCAPE] ? ESCAPE : STRAY;
}

// Behind a keyword, up to the end of its logical line.
static bool scan_content(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  State *state = &scanner->state;
  if (state->joint == JOINT_COMMENT) {
    state->joint = JOINT_BREAK;
    return scan_comment(lexer, COMMENT);
  }
  if (state->joint == JOINT_BREAK) return scan_joint(state, lexer, valid);

  const bool in_string = state->quote != 0 || state->json >= IN_JSON_STRING;
  if (is_blank(lexer->lookahead) && !in_string && state->keyword_left == 0) {
    skip_blanks(state, lexer);
  }
  if (lexer->lookahead == '\r') {  // inside quotes a blank like others, but not at the line's end
    advance(lexer);
    lexer->mark_end(lexer);
    while (lexer->lookahead == '\r') advance(lexer);
    if (!at_line_end(lexer)) {
      return emit(lexer, state->keyword_left ? KEYWORD_REST : state->quote ? STRING_TEXT : JSON_TEXT);
    }
  }
  if (at_line_end(lexer)) return scan_line_end(scanner, lexer, valid);

  const bool shell = valid[SHELL_TEXT] && !state->in_flag;
  if (lexer->lookahead == state->escape && !(state->trigger && state->keyword_left == 0)) {
    const enum Token token = escape_token(state, valid, shell);
    scan_escape(state, lexer, valid, token, token == ESCAPE, valid[DOUBLE_QUOTE] || in_string);
    if (lexer->result_symbol == CONTINUATION || lexer->result_symbol == INNER_CONTINUATION) return true;
    if (token == ESCAPE && !in_string && !state->mid_word) state->mid_word = IN_WORD;
    if (token == ESCAPE && !state->in_flag) state->flags_done = 1;
    return token != SHELL_TEXT || scan_shell(state, lexer, true);
  }
  if (state->keyword_left > 0) {
    for (; state->keyword_left > 0 && lexer->lookahead != state->escape && !at_line_end(lexer);
         state->keyword_left--) {
      advance(lexer);
    }
    lexer->mark_end(lexer);
    return emit(lexer, KEYWORD_REST);
  }
  if (state->quote != 0) return scan_string(state, lexer);
  if (state->json >= IN_JSON) return scan_json(state, lexer);
  if (lexer->lookahead == '-' && valid[FLAG_NAME] && !state->flags_done && !state->in_flag) {
    advance(lexer);
    if (lexer->lookahead == '-') {
      take_word(state, lexer, '=');
      state->in_flag = 1;
      state->mid_word = IN_WORD;
      return emit(lexer, FLAG_NAME);
    }
    // The `-` starts something else.
    state->flags_done = 1;
    if (shell) return scan_shell(state, lexer, true);
    state->mid_word = IN_WORD;
    if (valid[TEXT]) return scan_text(state, lexer, valid);
  }
  if (state->trigger) return scan_keyword(scanner, lexer, valid);
  if (valid[HEALTH_TYPE] && !state->typed && !state->in_flag) {
    take_word(state, lexer, '\n');
    state->typed = state->flags_done = 1;
    return emit(lexer, HEALTH_TYPE);
  }
  if (state->json == JSON_AHEAD && valid[JSON_OPEN] && !state->in_flag && lexer->lookahead == '[') {
    state->flags_done = 1;
    return scan_json(state, lexer);
  }
  if (state->kind == LEGACY && valid[LEGACY_NAME] && !state->in_flag) {
    take_word(state, lexer, '\n');
    state->flags_done = 1;
    state->kind = LEGACY_VALUE;
    return emit(lexer, LEGACY_NAME);
  }
  const bool word = valid[TEXT] || (state->mid_word && valid[JOIN]) ||
                    (valid[EQUALS] && state->in_flag && state->mid_word != IN_VALUE && lexer->lookahead == '=');
  if (word && !(state->kind == LEGACY_VALUE && shell)) return scan_word(state, lexer, valid);
  state->flags_done = 1;
  if (lexer->lookahead == '<' && state->count > 0 && valid[HEREDOC_MARKER]) {
    advance(lexer);
    if (lexer->lookahead == '<' && scan_marker(state, lexer)) return emit(lexer, HEREDOC_MARKER);
    return scan_shell(state, lexer, true);
  }
  if (valid[SHELL_TEXT]) return scan_shell(state, lexer, false);
  // Nothing else fits here: a character behind a flag's name or an array.
  advance(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, STRAY);
}

void *tree_sitter_dockerfile_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_dockerfile_external_scanner_destroy(void *payload) {
  Scanner *scanner = payload;
  free(scanner->line.data);
  free(scanner);
}

unsigned tree_sitter_dockerfile_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  const uint32_t docs = scanner->state.count * (uint32_t)sizeof(Heredoc);
  memcpy(buffer, &scanner->state, sizeof(State));
  memcpy(buffer + sizeof(State), scanner->heredocs, docs);
  return (unsigned)sizeof(State) + docs;
}

void tree_sitter_dockerfile_external_scanner_deserialize(void *payload, const char *buffer,
                                                         unsigned length) {
  Scanner *scanner = payload;
  memset(&scanner->state, 0, sizeof(State));
  if (length < sizeof(State)) {
    scanner->state.escape = '\\';
    scanner->state.top = scanner->state.slashes = 1;
    return;
  }
  memcpy(&scanner->state, buffer, sizeof(State));
  memcpy(scanner->heredocs, buffer + sizeof(State), length - sizeof(State));
}

bool tree_sitter_dockerfile_external_scanner_scan(void *payload, TSLexer *lexer,
                                                  const bool *valid) {
  Scanner *scanner = payload;
  if (scanner->state.step != STEP_NONE) return scan_directive(&scanner->state, lexer);
  if (scanner->state.inside) return scan_content(scanner, lexer, valid);
  if (scanner->state.count > 0) return scan_heredoc(scanner, lexer);
  return scan_top(scanner, lexer, valid);
}
