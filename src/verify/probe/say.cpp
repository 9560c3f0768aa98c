#include "say.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

namespace probe {
namespace {

int target = 1;

void write_all(const char* bytes, unsigned long size) {
  while (size > 0) {
    const long done = write(target, bytes, size);
    if (done <= 0) return;
    bytes += done;
    size -= static_cast<unsigned long>(done);
  }
}

}  // namespace

void say_to(int descriptor) { target = descriptor; }

void step(const char* name) {
  char line[64];
  const int size = snprintf(line, sizeof line, "@%s\n", name);
  if (size > 0) write_all(line, static_cast<unsigned long>(size));
}

Member::Member(const char* name) {
  put_text(name);
  put(':');
  put('{');
}

void Member::put(char c) {
  if (size_ < sizeof buffer_ - 2) buffer_[size_++] = c;
}

void Member::put_raw(const char* text) {
  for (; *text != 0; ++text) put(*text);
}

void Member::put_text(const char* text) {
  put('"');
  // What is not ASCII may not be UTF-8 either, and is of no use to anybody here.
  for (; *text != 0 && size_ < sizeof buffer_ - 600; ++text) {
    const char c = *text;
    if (c == '"' || c == '\\') {
      put('\\');
      put(c);
    } else if (c >= ' ' && c < 127) {
      put(c);
    } else {
      put('?');
    }
  }
  put('"');
}

void Member::key(const char* name) {
  if (!first_) put(',');
  first_ = false;
  if (name == nullptr) return;
  put_text(name);
  put(':');
}

void Member::open(const char* name, char bracket) {
  key(name);
  put(bracket);
  first_ = true;
}

void Member::shut(char bracket) {
  put(bracket);
  first_ = false;
}

void Member::text(const char* name, const char* value) {
  if (value == nullptr || size_ > sizeof buffer_ - 1200) return;
  key(name);
  put_text(value);
}

void Member::number(const char* name, long long value) {
  if (size_ > sizeof buffer_ - 600) return;
  char digits[32];
  snprintf(digits, sizeof digits, "%lld", value);
  key(name);
  put_raw(digits);
}

void Member::truth(const char* name, bool value) {
  if (size_ > sizeof buffer_ - 600) return;
  key(name);
  put_raw(value ? "true" : "false");
}

void Member::send() {
  put('}');
  buffer_[size_++] = '\n';
  write_all(buffer_, size_);
}

}  // namespace probe
