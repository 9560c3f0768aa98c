// What the scanner can emit and what it remembers between two tokens.

#ifndef DOCKERFILE_TOKENS_H_
#define DOCKERFILE_TOKENS_H_

#include "line.h"

// In the order of `externals` in grammar.js.
enum Token {
  CONTINUATION, COMMENT, JOIN, SPACE, END, OUTER_COMMENT, OUTER_CONTINUATION,
  INNER_CONTINUATION, STRAY,
  HEREDOC_CONTENT, HEREDOC_TERMINATOR, HEREDOC_MARKER,
  DIRECTIVE_MARK, DIRECTIVE_NAME, DIRECTIVE_EQUALS, DIRECTIVE_VALUE,
  KEYWORD_REST,
  ADD, ARG, CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, MAINTAINER, ONBUILD,
  RUN, SHELL, STOPSIGNAL, USER, VOLUME, WORKDIR, UNKNOWN, SLASHES,
  FLAG_NAME, EQUALS, EQUALS_NOTHING, TEXT, VARIABLE, ESCAPE,
  PLAIN_STRING, DOUBLE_QUOTE, SINGLE_QUOTE, STRING_TEXT, QUOTE_END,
  COLON, AT, AS, SHELL_TEXT, LEGACY_NAME, HEALTH_TYPE,
  JSON_OPEN, JSON_CLOSE, JSON_COMMA, JSON_PLAIN_STRING, JSON_QUOTE, JSON_TEXT, JSON_QUOTE_END,
};

static const char *const KEYWORDS[] = {
    "add",   "arg",        "cmd",     "copy", "entrypoint", "env",        "expose", "from",   "healthcheck",
    "label", "maintainer", "onbuild", "run",  "shell",      "stopsignal", "user",   "volume", "workdir"};

enum Joint { JOINT_NONE, JOINT_COMMENT, JOINT_BREAK };
enum Step { STEP_NONE, STEP_NAME, STEP_EQUALS, STEP_VALUE };
// An array: ahead, entered, inside a string, inside one after a `\` that a continuation cut off.
enum Json { NO_JSON, JSON_AHEAD, IN_JSON, IN_JSON_STRING, IN_JSON_ESCAPE };

// tree-sitter keeps at most 1,024 bytes of state, and up to 24 without an allocation.
// A word has begun; we are behind the `:` of an image's tag; behind the `=` of a pair or flag.
enum MidWord { BETWEEN_WORDS, IN_WORD, IN_TAG, IN_VALUE };
// What the next words are: the image of FROM; the name, then the value of ENV and LABEL without `=`.
enum Kind { PLAIN, IMAGE, LEGACY, LEGACY_VALUE };
enum { MAX_HEREDOCS = 60, MAX_ONBUILD = 8 };

typedef struct {
  uint64_t hash;  // of the terminator line
  uint32_t chomp;
} Heredoc;

typedef struct {
  uint32_t keyword_left;  // runes of a keyword that a continuation or an escape cut in two
  char escape;
  uint8_t top;        // directives are still possible
  uint8_t slashes;    // so are those behind `//`
  uint8_t step;       // within a directive
  uint8_t inside;     // an instruction
  uint8_t trigger;    // ONBUILD: the next keyword belongs to it
  uint8_t joint;      // what follows a continuation
  uint8_t quote;
  uint8_t json;
  uint8_t kind;
  uint8_t flags_done;
  uint8_t in_flag;
  uint8_t mid_word;
  uint8_t typed;      // HEALTHCHECK's first word is behind us
  uint8_t broken;     // a heredoc was not terminated: look for the end of the next ones with care
  uint8_t nested;     // ONBUILDs around this instruction
  uint8_t count;      // heredocs this line announces
  uint8_t ended;      // how many of them have a terminator
  uint8_t current;    // the one whose lines come next
} State;

typedef struct {
  State state;
  Heredoc heredocs[MAX_HEREDOCS];
  Buffer line;
} Scanner;

#endif
