// Bytes and parts that texts are looked through for.

#include "terms/text_marks.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit;

TEST_CASE("a set of bytes") {
  constexpr ByteSet set = "$'\xff";
  static_assert(set.has('$') && set.has('\'') && set.has('\xff'));
  static_assert(!set.has('a') && !set.has('\0'));
  CHECK(set.in("a$"));
  CHECK(set.in("\xff"));
  CHECK_FALSE(set.in("abc"));
  CHECK_FALSE(set.in(""));
}

TEST_CASE("parts of words") {
  constexpr PartList parts = "apt-key  .sources keyring";
  static_assert(parts.in("apt-key") && !parts.in("apt-ke"));
  CHECK(parts.in("x apt-key y"));
  CHECK(parts.in("aapt-key"));
  CHECK(parts.in("a.sources"));
  CHECK(parts.in("apt-ke keyring"));
  // The same beginning, the same end, parts of two, nothing.
  for (const char* const text :
       {"apt", "key", "apt-ring", "sources", "keyrin g", "KEYRING", "k", ""})
    CHECK_FALSE(parts.in(text));
  CHECK(parts.in(std::string("apt\0keyring", 11)));
}
