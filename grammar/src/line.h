// One logical line as BuildKit takes it apart: keyword, flags, JSON or not. Only what the scanner must
// know before it may cut the line into tokens; the product's reader does the full job.

#ifndef DOCKERFILE_LINE_H_
#define DOCKERFILE_LINE_H_

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *data;
  uint32_t size;
  uint32_t capacity;
} Buffer;

static inline void buffer_push(Buffer *buffer, const char *bytes, uint32_t size) {
  if (size == 0) return;
  if (buffer->capacity - buffer->size < size) {
    uint32_t capacity = buffer->capacity < 256 ? 256 : buffer->capacity;
    while (capacity - buffer->size < size) capacity *= 2;
    char *grown = realloc(buffer->data, capacity);
    if (grown == NULL) return;  // the line is then read as if it ended here
    buffer->data = grown;
    buffer->capacity = capacity;
  }
  memcpy(buffer->data + buffer->size, bytes, size);
  buffer->size += size;
}

// Bytes that are not UTF-8 arrive as -1 and leave as U+FFFD, as Go writes them.
static inline void buffer_rune(Buffer *buffer, int32_t rune) {
  if (rune >= 0 && rune < 0x80) {
    const char byte = (char)rune;
    if (buffer->size < buffer->capacity) {
      buffer->data[buffer->size++] = byte;
    } else {
      buffer_push(buffer, &byte, 1);
    }
    return;
  }
  if (rune < 0) rune = 0xFFFD;
  char out[4];
  uint32_t size = 0;
  if (rune < 0x800) {
    out[size++] = (char)(0xC0 | (rune >> 6));
  } else {
    if (rune < 0x10000) {
      out[size++] = (char)(0xE0 | (rune >> 12));
    } else {
      out[size++] = (char)(0xF0 | (rune >> 18));
      out[size++] = (char)(0x80 | ((rune >> 12) & 0x3F));
    }
    out[size++] = (char)(0x80 | ((rune >> 6) & 0x3F));
  }
  out[size++] = (char)(0x80 | (rune & 0x3F));
  buffer_push(buffer, out, size);
}

// The rune at `*at`, which moves past it. A byte that starts none is U+FFFD, one byte long.
static int32_t next_rune(const char *s, uint32_t end, uint32_t *at) {
  const uint8_t first = (uint8_t)s[(*at)++];
  if (first < 0x80) return first;
  const int more = first >= 0xF0 && first <= 0xF4 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || end - *at < (uint32_t)more) return 0xFFFD;
  int32_t rune = first & (0x3F >> more);
  for (int i = 0; i < more; i++) {
    const uint8_t byte = (uint8_t)s[*at + (uint32_t)i];
    if ((byte & 0xC0) != 0x80) return 0xFFFD;
    rune = (rune << 6) | (byte & 0x3F);
  }
  const int32_t least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
  if (rune < least || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000)) return 0xFFFD;
  *at += (uint32_t)more;
  return rune;
}

// What separates words everywhere but at the ends of a line.
static inline bool is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

// What is trimmed from the ends of a line: Unicode's White_Space.
static inline bool is_space(int32_t c) {
  if (c < 0x80) return is_blank(c) || c == '\n';
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// BuildKit looks at single bytes where it reads flags, and takes these two for Latin-1 blanks.
static inline bool is_space_byte(char byte) {
  const uint8_t c = (uint8_t)byte;
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0;
}

typedef struct {
  const char *data;
  uint32_t begin, end;
} Slice;

static Slice trim(Slice s) {
  uint32_t at = s.begin;
  while (at < s.end && is_space(next_rune(s.data, s.end, &at))) s.begin = at;
  while (s.end > s.begin) {
    uint32_t start = s.end - 1;
    while (start > s.begin && ((uint8_t)s.data[start] & 0xC0) == 0x80 && s.end - start < 4) start--;
    uint32_t after = start;
    if (!is_space(next_rune(s.data, s.end, &after)) || after != s.end) break;
    s.end = start;
  }
  return s;
}

// The first word of a trimmed line; `*rest` becomes what follows the blanks after it.
static Slice first_word(Slice line, Slice *rest) {
  Slice word = {line.data, line.begin, line.begin};
  while (word.end < line.end && !is_blank(line.data[word.end])) word.end++;
  uint32_t next = word.end;
  while (next < line.end && is_blank(line.data[next])) next++;
  *rest = (Slice){line.data, next, line.end};
  return word;
}

// What follows the leading `--flags`.
static Slice after_flags(Slice args, char escape) {
  uint32_t at = args.begin;
  for (;;) {
    while (at < args.end && is_space_byte(args.data[at])) at++;
    if (args.end - at < 2 || args.data[at] != '-' || args.data[at + 1] != '-') break;
    uint32_t kept = 0;  // of the flag, once quotes and escapes are gone
    char quote = 0;
    for (; at < args.end; at++) {
      const char c = args.data[at];
      if (quote == 0 && is_space_byte(c)) break;
      if (quote != 0 ? c == quote : c == '\'' || c == '"') {
        quote = quote != 0 ? 0 : c;
      } else {
        if (c == escape && ++at == args.end) break;
        kept++;
      }
    }
    if (kept == 2) break;  // `--` ends the flags
  }
  return trim((Slice){args.data, at, args.end});
}

enum JsonKind { JSON_NOT, JSON_STRINGS, JSON_OTHER };

static inline void json_blanks(Slice *s) {
  while (s->begin < s->end && strchr(" \t\r\n", s->data[s->begin]) != NULL &&
         s->data[s->begin] != '\0') {
    s->begin++;
  }
}

static bool json_text(Slice *s) {
  for (s->begin++; s->begin < s->end; s->begin++) {
    const char c = s->data[s->begin];
    if (c == '"') {
      s->begin++;
      return true;
    }
    if ((uint8_t)c < 0x20) return false;
    if (c != '\\') continue;
    if (++s->begin >= s->end) return false;
    if (s->data[s->begin] == 'u') {
      for (int i = 0; i < 4; i++) {
        if (++s->begin >= s->end) return false;
        const char h = s->data[s->begin];
        const bool hex = (h >= '0' && h <= '9') || ((h | 32) >= 'a' && (h | 32) <= 'f');
        if (!hex) return false;
      }
    } else if (s->data[s->begin] == '\0' || strchr("\"\\/bfnrt", s->data[s->begin]) == NULL) {
      return false;
    }
  }
  return false;
}

static bool json_digits(Slice *s) {
  const uint32_t start = s->begin;
  while (s->begin < s->end && s->data[s->begin] >= '0' && s->data[s->begin] <= '9') s->begin++;
  return s->begin > start;
}

// A number Go's decoder can hold: too big a one makes the whole array "not JSON".
static bool json_number(Slice *s) {
  const uint32_t start = s->begin;
  if (s->data[s->begin] == '-') s->begin++;
  if (s->begin < s->end && s->data[s->begin] == '0') {
    s->begin++;
  } else if (!json_digits(s)) {
    return false;
  }
  if (s->begin < s->end && s->data[s->begin] == '.') {
    s->begin++;
    if (!json_digits(s)) return false;
  }
  if (s->begin < s->end && (s->data[s->begin] | 32) == 'e') {
    s->begin++;
    if (s->begin < s->end && (s->data[s->begin] == '+' || s->data[s->begin] == '-')) s->begin++;
    if (!json_digits(s)) return false;
  }
  const uint32_t size = s->begin - start;
  if (size < 20) {
    char text[20];
    memcpy(text, s->data + start, size);
    text[size] = '\0';
    return !isinf(strtod(text, NULL));
  }
  char *text = malloc(size + 1);
  if (text == NULL) return false;
  memcpy(text, s->data + start, size);
  text[size] = '\0';
  const bool fits = !isinf(strtod(text, NULL));
  free(text);
  return fits;
}

static bool json_word(Slice *s, const char *word) {
  const uint32_t size = (uint32_t)strlen(word);
  if (s->end - s->begin < size || memcmp(s->data + s->begin, word, size) != 0) return false;
  s->begin += size;
  return true;
}

// Go's decoder refuses what is nested deeper than 10,000.
static bool json_value(Slice *s, int depth, bool *string) {
  json_blanks(s);
  *string = false;
  if (s->begin >= s->end) return false;
  const char open = s->data[s->begin];
  if (open == '"') {
    *string = true;
    return json_text(s);
  }
  if (open != '[' && open != '{') {
    return json_word(s, "true") || json_word(s, "false") || json_word(s, "null") || json_number(s);
  }
  if (depth > 10000) return false;
  const char close = open == '[' ? ']' : '}';
  bool ignored;
  s->begin++;
  json_blanks(s);
  if (s->begin < s->end && s->data[s->begin] == close) {
    s->begin++;
    return true;
  }
  for (;;) {
    json_blanks(s);
    if (open == '{') {
      if (s->begin >= s->end || s->data[s->begin] != '"' || !json_text(s)) return false;
      json_blanks(s);
      if (s->begin >= s->end || s->data[s->begin++] != ':') return false;
    }
    if (!json_value(s, depth + 1, &ignored)) return false;
    json_blanks(s);
    if (s->begin >= s->end) return false;
    const char c = s->data[s->begin++];
    if (c == close) return true;
    if (c != ',') return false;
  }
}

// Is the text a JSON array, and of strings only?
static enum JsonKind json_kind(Slice s) {
  if (s.begin >= s.end || s.data[s.begin] != '[') return JSON_NOT;
  bool strings = true;
  bool string = true;
  s.begin++;
  json_blanks(&s);
  bool more = !(s.begin < s.end && s.data[s.begin] == ']');
  if (!more) s.begin++;
  while (more) {
    if (!json_value(&s, 2, &string)) return JSON_NOT;
    strings = strings && string;
    json_blanks(&s);
    if (s.begin >= s.end) return JSON_NOT;
    const char c = s.data[s.begin++];
    if (c != ',' && c != ']') return JSON_NOT;
    more = c == ',';
  }
  json_blanks(&s);
  if (s.begin != s.end) return JSON_NOT;
  return strings ? JSON_STRINGS : JSON_OTHER;
}

#endif
