#include "terms/marker_algebra.h"

#include <doctest/doctest.h>

using namespace cudafit;

namespace {

Marker read(std::string_view text) {
  const std::optional<Marker> out = Marker::parse(text);
  REQUIRE(out);
  return *out;
}

bool same(std::string_view a, std::string_view b) { return same_meaning(read(a), read(b)); }

}  // namespace

TEST_CASE("markers that mean the same") {
  CHECK(same("os_name == 'nt'", "'nt' == os_name"));
  CHECK(same("python_version < '3.9'", "'3.9' > python_version"));
  CHECK(same("python_version < '3.9'", "python_full_version < '3.9.0'"));
  CHECK(same("python_version > '3.9'", "python_full_version >= '3.10'"));
  CHECK(same("python_version == '3.9'", "python_full_version == '3.9.*'"));
  CHECK(same("python_version == '3.9'", "python_version >= '3.9' and python_version < '3.10'"));
  CHECK(same("python_version != '3.9'", "python_full_version != '3.9.*'"));
  CHECK(same("extra == 'a' and (os_name == 'x' or os_name == 'y')",
             "(os_name == 'y' and extra == 'a') or (extra == 'a' and os_name == 'x')"));
  CHECK(same_meaning({}, read("os_name == 'x' or os_name != 'x'")));

  CHECK_FALSE(same("python_version < '3.9'", "python_version <= '3.9'"));
  CHECK_FALSE(same("python_full_version > '3.9'", "python_version > '3.9'"));
  CHECK_FALSE(same("python_full_version == '3.9'", "python_version == '3.9'"));
  CHECK_FALSE(same("os_name == 'x'", "os_name != 'x'"));
  CHECK_FALSE(same("os_name == 'x'", "os_name == 'X'"));
  CHECK_FALSE(same("'x' in platform_version", "platform_version in 'x'"));
  CHECK_FALSE(same_meaning({}, read("os_name == 'x'")));
}

TEST_CASE("markers put together") {
  const Marker a = read("os_name == 'x' or extra == 'e'");
  const Marker b = read("python_version < '3.9'");
  CHECK(same_meaning(both(a, b),
                     read("python_version < '3.9' and (extra == 'e' or os_name == 'x')")));
  CHECK(both(a, {}) == a);
  CHECK(both({}, b) == b);
  CHECK(same_meaning(*opposite(a), read("os_name != 'x' and extra != 'e'")));
  CHECK_FALSE(opposite({}));
  CHECK_FALSE(opposite(read("python_version ~= '3.9'")));
  CHECK(never_holds(both(a, *opposite(a))));
  CHECK_FALSE(never_holds(a));
  CHECK(same_meaning(of_extra("e"), read("extra == 'e'")));
}
