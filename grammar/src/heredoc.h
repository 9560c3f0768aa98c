// The heredocs one logical line announces. BuildKit finds them by splitting the whole line into shell
// words, with no variables set, quotes and escapes kept, and `\` as the escape whatever the directive
// says; a line whose words cannot be split (an open quote, a bad `${`) has none.

#ifndef DOCKERFILE_HEREDOC_H_
#define DOCKERFILE_HEREDOC_H_

#include "line.h"

typedef void (*HeredocSink)(void *payload, const char *name, uint32_t size, uint32_t descriptor,
                            bool expand, bool chomp);

enum { HEREDOC_DEPTH = 500 };  // `${a:-${b:-...`: deeper is read as a line without heredocs

typedef struct {
  const char *source;
  uint32_t at, end;
  bool raw_quotes, raw_escapes;
  Buffer word;         // the word being collected
  bool in_word;
  Buffer words;        // finished words, each followed by its end
  uint32_t *ends;
  uint32_t count, room;
} Words;

static int32_t peek_rune(const Words *w) {
  uint32_t at = w->at;
  return at < w->end ? next_rune(w->source, w->end, &at) : -1;
}

static int32_t take_rune(Words *w) {
  return w->at < w->end ? next_rune(w->source, w->end, &w->at) : -1;
}

static void finish_word(Words *w) {
  if (w->word.size == 0) return;
  if (w->count == w->room) {
    const uint32_t room = w->room == 0 ? 64 : w->room * 2;
    uint32_t *grown = realloc(w->ends, room * sizeof *grown);
    if (grown == NULL) return;
    w->ends = grown;
    w->room = room;
  }
  buffer_push(&w->words, w->word.data, w->word.size);
  w->ends[w->count++] = w->words.size;
  w->word.size = 0;
  w->in_word = false;
}

static void add_raw(Words *w, int32_t rune) {
  buffer_rune(&w->word, rune);
  w->in_word = true;
}

static void add_rune(Words *w, int32_t rune) {
  if (!is_space(rune)) {
    add_raw(w, rune);
  } else if (w->in_word) {
    finish_word(w);
  }
}

// Letters outside ASCII are taken on trust: a name is only copied, never looked up.
static bool name_rune(int32_t c) {
  return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
         (c >= 0x80 && !is_space(c) && c != 0xFFFD);
}

static void copy_name(Words *w, Buffer *out) {
  int32_t c = peek_rune(w);
  if (c > 0 && c < 0x80 && strchr("@*#?-$!", c) != NULL) {
    buffer_rune(out, take_rune(w));
    return;
  }
  const bool digits = c >= '0' && c <= '9';
  while (digits ? c >= '0' && c <= '9' : name_rune(c)) {
    buffer_rune(out, take_rune(w));
    c = peek_rune(w);
  }
}

static bool copy_until(Words *w, int32_t stop, bool raw_escapes, bool pattern, Buffer *out,
                       int depth);

// `$name` and `${...}` of unset variables stand for themselves.
static bool copy_dollar(Words *w, Buffer *out, int depth) {
  take_rune(w);
  buffer_rune(out, '$');
  if (peek_rune(w) != '{') {
    copy_name(w, out);
    return true;
  }
  take_rune(w);
  buffer_rune(out, '{');
  int32_t c = peek_rune(w);
  if (c < 0 || c == '{' || c == '}' || c == ':') return false;
  copy_name(w, out);
  c = take_rune(w);
  bool fine = true;
  if (c == '/') {
    buffer_rune(out, '/');
    if (peek_rune(w) == '/') take_rune(w);  // BuildKit forgets the second slash
    fine = copy_until(w, '/', true, true, out, depth + 1);
    buffer_rune(out, '/');
    fine = fine && copy_until(w, '}', true, false, out, depth + 1);
  } else if (c != '}') {
    const bool colon = c == ':';
    if (colon) {
      buffer_rune(out, ':');
      c = take_rune(w);
    }
    const bool cut = c == '#' || c == '%';
    if (c < 0 || (colon && cut) || (!colon && !cut && c != '+' && c != '-' && c != '?')) return false;
    buffer_rune(out, c);
    // Any letter passes after `:`, since an unset variable is copied before the letter is looked at.
    fine = copy_until(w, '}', cut, cut, out, depth + 1);
  }
  buffer_rune(out, '}');
  return fine;
}

static bool copy_single_quoted(Words *w, bool pattern, Buffer *out) {
  take_rune(w);
  if (w->raw_quotes) buffer_rune(out, '\'');
  for (;;) {
    const int32_t c = take_rune(w);
    if (c < 0) return false;
    if (c == '\'') break;
    if (pattern && c == '\\') buffer_rune(out, c);
    buffer_rune(out, c);
  }
  if (w->raw_quotes) buffer_rune(out, '\'');
  return true;
}

static bool copy_double_quoted(Words *w, bool pattern, Buffer *out, int depth) {
  take_rune(w);
  if (w->raw_quotes) buffer_rune(out, '"');
  for (;;) {
    int32_t c = peek_rune(w);
    if (c < 0) return false;
    if (c == '$') {
      if (!copy_dollar(w, out, depth)) return false;
      continue;
    }
    take_rune(w);
    if (c == '"') break;
    if (c == '\\') {
      const int32_t next = peek_rune(w);
      if (next < 0) continue;
      if (next == '"' || next == '$' || next == '\\') {
        if (w->raw_escapes) buffer_rune(out, c);
        c = take_rune(w);
      } else if (w->raw_escapes && (!w->raw_quotes || pattern)) {
        buffer_rune(out, c);
      }
    }
    buffer_rune(out, c);
  }
  if (w->raw_quotes) buffer_rune(out, '"');
  return true;
}

// Up to `stop` (or the end for -1). `out` collects the text; words are collected on the outermost
// level only. BuildKit shares one word buffer between the levels, so a nested `${...}` with an
// operator drops the part of the word before it: this is what it does, and so do we.
static bool copy_until(Words *w, int32_t stop, bool raw_escapes, bool pattern, Buffer *out,
                       int depth) {
  if (depth > HEREDOC_DEPTH) return false;
  const bool outer = stop < 0;
  const bool saved = w->raw_escapes;
  Buffer part = {NULL, 0, 0};
  bool fine = true;
  w->raw_escapes = raw_escapes;
  w->word.size = 0;
  int32_t c;
  while (fine && (c = peek_rune(w)) >= 0) {
    if (!outer && c == stop) break;
    part.size = 0;
    if (c == '\'' || c == '"' || c == '$') {
      fine = c == '\'' ? copy_single_quoted(w, pattern, outer ? &part : out)
             : c == '"' ? copy_double_quoted(w, pattern, outer ? &part : out, depth)
                        : copy_dollar(w, outer ? &part : out, depth);
      uint32_t at = 0;
      while (c == '$' && at < part.size) add_rune(w, next_rune(part.data, part.size, &at));
      if (outer && c != '$') {
        buffer_push(&w->word, part.data, part.size);
        w->in_word = true;
      }
    } else if (c == '<') {
      take_rune(w);
      buffer_rune(outer ? &w->word : out, c);
      if (peek_rune(w) == '<') {
        // Blanks after `<<` belong to the word.
        buffer_rune(outer ? &w->word : out, take_rune(w));
        for (c = peek_rune(w); c == ' ' || c == '\t' || c == '\r'; c = peek_rune(w)) {
          buffer_rune(outer ? &w->word : out, take_rune(w));
        }
      }
      if (outer) w->in_word = true;
    } else {
      take_rune(w);
      const bool escaped = c == '\\';
      if (escaped) {
        if (raw_escapes && outer) add_raw(w, c);
        if (raw_escapes && !outer) buffer_rune(out, c);
        c = take_rune(w);
        if (c < 0) break;
      }
      if (!outer) {
        buffer_rune(out, c);
      } else if (escaped) {
        add_raw(w, c);
      } else {
        add_rune(w, c);
      }
    }
  }
  w->raw_escapes = saved;
  free(part.data);
  if (outer) {
    if (fine) finish_word(w);
  } else if (fine) {
    w->word.size = 0;
    fine = take_rune(w) == stop;
  }
  return fine;
}

static bool split_words(Words *w, Slice source, bool raw_quotes, bool raw_escapes) {
  w->source = source.data;
  w->at = source.begin;
  w->end = source.end;
  if (w->end - w->at >= 3 && memcmp(w->source + w->at, "\xEF\xBB\xBF", 3) == 0) w->at += 3;
  w->raw_quotes = raw_quotes;
  w->words.size = w->count = w->word.size = 0;
  w->in_word = false;
  Buffer unused = {NULL, 0, 0};
  return copy_until(w, -1, raw_escapes, false, &unused, 0);
}

static void free_words(Words *w) {
  free(w->word.data);
  free(w->words.data);
  free(w->ends);
}

static uint32_t count_quotes(const Buffer *text) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < text->size; i++) count += text->data[i] == '\'' || text->data[i] == '"';
  return count;
}

// One word of the line: 1 a heredoc, 0 none, -1 what BuildKit refuses.
static int heredoc_from_word(Slice word, HeredocSink sink, void *payload) {
  uint32_t at = word.begin;
  uint64_t descriptor = 0;
  for (; at < word.end && word.data[at] >= '0' && word.data[at] <= '9'; at++) {
    descriptor = descriptor * 10 + (uint64_t)(word.data[at] - '0');
    if (descriptor > UINT32_MAX) descriptor = UINT32_MAX;
  }
  if (word.end - at < 2 || word.data[at] != '<' || word.data[at + 1] != '<') return 0;
  at += 2;
  const bool chomp = at < word.end && word.data[at] == '-';
  if (chomp) at++;
  while (at < word.end && is_blank(word.data[at]) && word.data[at] != '\v') at++;
  const Slice rest = {word.data, at, word.end};
  if (at == word.end || memchr(word.data + at, '<', word.end - at) != NULL) return 0;

  Words plain = {0};
  Words raw = {0};
  int found = -1;
  if (split_words(&plain, rest, false, false)) {
    if (plain.count != 1) {
      found = 0;
    } else if (split_words(&raw, rest, true, false) && raw.count == 1) {
      const bool expand = count_quotes(&plain.words) == count_quotes(&raw.words);
      sink(payload, plain.words.data, plain.words.size, (uint32_t)descriptor, expand, chomp);
      found = 1;
    }
  }
  free_words(&plain);
  free_words(&raw);
  return found;
}

// Every heredoc of a line, in order. False when BuildKit refuses the line for one of them.
static bool heredocs_from_line(Slice line, HeredocSink sink, void *payload) {
  Words words = {0};
  bool fine = true;
  if (split_words(&words, line, true, true)) {
    uint32_t begin = 0;
    for (uint32_t i = 0; i < words.count && fine; i++) {
      const Slice word = {words.words.data, begin, words.ends[i]};
      begin = words.ends[i];
      fine = heredoc_from_word(word, sink, payload) >= 0;
    }
  }
  free_words(&words);
  return fine;
}

#endif
