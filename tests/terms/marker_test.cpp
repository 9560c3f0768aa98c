#include "terms/marker.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using cudafit::Known;
using cudafit::Marker;
using cudafit::MarkerEnvironment;

namespace {

const MarkerEnvironment linux_310{.values = {{"python_version", "3.10"},
                                             {"python_full_version", "3.10.12"},
                                             {"os_name", "posix"},
                                             {"sys_platform", "linux"},
                                             {"platform_system", "Linux"},
                                             {"platform_machine", "x86_64"},
                                             {"implementation_name", "cpython"},
                                             {"platform_python_implementation", "CPython"}}};
const MarkerEnvironment only_310{.values = {{"python_version", "3.10"}}};

Known evaluate(const char* text, const MarkerEnvironment& environment) {
  const auto marker = Marker::parse(text);
  INFO(text);
  REQUIRE(marker);
  return marker->evaluate(environment);
}

struct Row {
  const char* marker;
  Known holds;
};

}  // namespace

// Each row was checked against packaging 26.4.
TEST_CASE("markers whose variables are known") {
  const Row rows[] = {
      {"python_version < '3.11'", Known::yes},
      {"python_version < '3.8'", Known::no},
      {"python_version >= \"3.9\"", Known::yes},
      {"python_version == '3.10.0'", Known::yes},
      {"python_version == '3.*'", Known::yes},
      {"python_version in '3.9, 3.10'", Known::yes},
      {"python_version not in '3.9 3.10'", Known::no},
      {"python_version ~= '3.8'", Known::yes},
      {"'3.8' <= python_version", Known::yes},
      {"python_full_version > '3.10.2'", Known::yes},
      {"sys_platform == 'linux'", Known::yes},
      {"sys_platform != 'darwin'", Known::yes},
      {"sys.platform == 'win32'", Known::no},
      {"os.name=='posix'", Known::yes},
      {"'linux' in sys_platform", Known::yes},
      {"platform_machine in 'x86_64 aarch64'", Known::yes},
      {"python_implementation == 'CPython'", Known::yes},
      {"extra == 'test'", Known::no},
      {"sys_platform == 'linux' and platform_machine == 'aarch64'", Known::no},
      {"sys_platform == 'win32' or python_version > '3'", Known::yes},
      {"os_name == 'nt' and os_name == 'nt' or os_name == 'posix'", Known::yes},
      {"os_name == 'nt' and (os_name == 'nt' or os_name == 'posix')", Known::no},
      {"(os_name=='posix')and(sys_platform=='linux')", Known::yes},
      {" ( ( os_name == 'posix' ) ) ", Known::yes},
  };
  for (const Row& row : rows) {
    INFO(row.marker);
    CHECK(evaluate(row.marker, linux_310) == row.holds);
  }
}

TEST_CASE("what is not known stays unknown unless the rest decides") {
  const Row rows[] = {
      {"sys_platform == 'linux'", Known::unknown},
      {"sys_platform == 'linux' and python_version < '3'", Known::no},
      {"sys_platform == 'linux' or python_version > '3'", Known::yes},
      {"sys_platform == 'linux' and python_version > '3'", Known::unknown},
      // The patch release is open, the line is not.
      {"python_full_version >= '3.8.1'", Known::yes},
      {"python_full_version < '3.10.4'", Known::unknown},
      {"python_full_version < '3.10'", Known::no},
      {"python_full_version == '3.10.*'", Known::yes},
      {"python_full_version == '3.10.4'", Known::unknown},
      {"python_full_version != '3.9.7'", Known::yes},
      // Python's own rules leave these open, or pip's versions disagree.
      {"'a' == 'a'", Known::unknown},
      {"os_name == sys_platform", Known::unknown},
      {"python_version < 'x'", Known::unknown},
      {"'x' in extras", Known::unknown},
      {"sys_platform == 'a\\x41'", Known::unknown},
  };
  for (const Row& row : rows) {
    INFO(row.marker);
    CHECK(evaluate(row.marker, only_310) == row.holds);
  }
  CHECK(Marker().evaluate({}) == Known::yes);
  CHECK(evaluate("python_version < '3.10'", {.values = {{"python_full_version", "3.9.2"}}}) ==
        Known::yes);
  CHECK(evaluate("extra == 'Foo.Bar'", {.values = {{"extra", "foo_bar"}}}) == Known::yes);
  // Several at once: a lock file's, and what a command asks for of them.
  const MarkerEnvironment many{.values = {}, .extras = {{"a", "b-c"}}, .groups = {{"dev"}}};
  CHECK(evaluate("extra == 'a' and extra == 'B_C'", many) == Known::yes);
  CHECK(evaluate("extra != 'a'", many) == Known::no);
  CHECK(evaluate("'b.c' in extras and 'x' not in extras", many) == Known::yes);
  CHECK(evaluate("'dev' in dependency_groups", many) == Known::yes);
  CHECK(evaluate("'dev' not in dependency_groups", many) == Known::no);
  CHECK(evaluate("extras == 'a'", many) == Known::unknown);
}

TEST_CASE("texts that are no markers") {
  for (const char* text : {"", "python_version", "python_version <", "python_version < 3.8",
                           "pyton_version < '3'", "python_version < '3' and", "(os_name == 'a'",
                           "os_name == 'a')", "os_name == 'a", "os_name = 'a'", "os_name notin 'a'",
                           "os_name not 'a'", "os_name == 'a' xor os_name == 'b'", "and",
                           "os_name == 'a' ; os_name == 'b'", "os_name <> 'a'", "\xFF"}) {
    INFO(text);
    CHECK_FALSE(Marker::parse(text));
  }
}

TEST_CASE("long and deep markers") {
  const auto start = std::chrono::steady_clock::now();
  std::string chain = "os_name == 'a'";
  for (int i = 0; i < 60000; ++i) chain += i % 2 != 0 ? " or os_name=='b'" : " and os_name=='c'";
  const auto marker = Marker::parse(chain);
  REQUIRE(marker);
  CHECK(marker->evaluate(only_310) == Known::unknown);
  CHECK(marker->evaluate(linux_310) == Known::no);
  const std::string deep(200, '(');
  CHECK(Marker::parse(deep + "os_name == 'a'" + std::string(200, ')')));
  CHECK_FALSE(Marker::parse('(' + deep + "os_name == 'a'" + std::string(201, ')')));
  CHECK_FALSE(Marker::parse(std::string(1000000, '(')));
  CHECK_FALSE(Marker::parse(std::string(1000000, ' ')));
  CHECK_FALSE(Marker::parse('"' + std::string(1000000, 'x')));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
