#include <doctest/doctest.h>

#include <string>

#include "terms/pep440.h"

using cudafit::PyVersion;
using cudafit::Specifiers;

namespace {

Specifiers specifiers(const std::string& text) {
  const auto parsed = Specifiers::parse(text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}

bool contains(const std::string& clauses, const std::string& version, bool prereleases = true) {
  return specifiers(clauses).contains(*PyVersion::parse(version), prereleases);
}

}  // namespace

// Each row was checked against packaging 26.4.
TEST_CASE("what satisfies a specifier") {
  const struct {
    const char* clauses;
    const char* version;
    bool satisfied;
  } rows[] = {
      {"", "1.0", true},
      {"==2.0.1", "2.0.1", true},
      {"==2.0.1", "2.0.1+cu118", true},
      {"==2.0.1+cu118", "2.0.1+cu118", true},
      {"==2.0.1+cu118", "2.0.1", false},
      {"==2.0.1+cu118", "2.0.1+cu117", false},
      {"==2.0.1+CU118", "2.0.1+cu118", true},
      {"== 2.0", "2.0.0", true},
      {"==2", "2.0.0.0", true},
      {"==2.0.1", "2.0.1.post1", false},
      {"==2.0.*", "2.0.1", true},
      {"==2.0.*", "2.0.1+cu118", true},
      {"==2.0.*", "2", true},
      {"==2.0.*", "2.0rc1", true},
      {"==2.0.*", "2.0.dev0", true},
      {"==2.0.*", "2.1", false},
      {"==2.*", "20.1", false},
      {"==1!2.*", "2.1", false},
      {"!=2.0.1", "2.0.1+cu118", false},
      {"!=2.0.1+cu118", "2.0.1", true},
      {"!=2.0.*", "2.0.3", false},
      {"!=2.0.*", "2.1", true},
      {"~=2.0", "2.5", true},
      {"~=2.0", "3.0", false},
      {"~=2.0", "3.0.dev0", false},
      {"~=2.0.1", "2.0.9+cu118", true},
      {"~=2.0.1", "2.1", false},
      {"~=2.0.1", "2.0.0", false},
      {"~=2.0rc1", "2.0rc1", true},
      {"~=2.0.post1", "2.0", false},
      {"~=2.0.post1", "2.0.post3", true},
      {">=2.0.1", "2.0.1+cu118", true},
      {">=2.0", "2.0rc1", false},
      {"<=2.0.1", "2.0.1+cu118", true},
      {"<=2.0.1", "2.0.1.post1", false},
      {">2.0", "2.0+cu118", false},
      {">2.0", "2.0.post1", false},
      {">2.0", "2.0.1", true},
      {">2.0.post1", "2.0.post2", true},
      {">2.0.post1", "2.0.post1+cu118", false},
      {">2.0a1", "2.0a1.post1", false},
      {">2.0a1", "2.0a2", true},
      {">2.0.dev1", "2.0.dev2", true},
      {"<2.0", "2.0rc1", false},
      {"<2.0", "2.0.dev0", false},
      {"<2.0", "1.13.1+cu117", true},
      {"<2.0rc2", "2.0rc1", true},
      {"<2.0rc1", "2.0.dev0", true},
      {"<2.0.post1", "2.0", true},
      {"===2.0.1", "2.0.1", true},
      {"===2.0.1", "2.0.1+cu118", false},
      {"===2.0", "2.0.0", false},
      {"===2.0RC1", "2.0rc1", true},
      {">=2.0,<2.2", "2.1.2", true},
      {">=2.0,<2.2", "2.2.0", false},
      {">=2.0 , <2.2,", "2.1", true},
      {">=2.0,!=2.1.*,<2.3", "2.1.2", false},
  };
  for (const auto& row : rows) {
    INFO(row.clauses << " " << row.version);
    CHECK(contains(row.clauses, row.version) == row.satisfied);
  }
}

TEST_CASE("pre-releases are refused unless a clause names one") {
  CHECK_FALSE(contains("", "2.0rc1", false));
  CHECK_FALSE(contains(">=1.0", "2.0rc1", false));
  CHECK_FALSE(contains("==2.0.*", "2.0rc1", false));
  CHECK_FALSE(contains("!=2.0rc2", "2.0rc1", false));
  CHECK(contains("==2.0rc1", "2.0rc1", false));
  CHECK(contains(">=2.0.dev0", "2.1a1", false));
  CHECK(contains("<3.0,>=1.0a1", "2.0rc1", false));
  CHECK(contains(">=1.0", "2.0.post1", false));
}

TEST_CASE("texts that are no specifiers") {
  for (const char* text : {"1.0", "=1.0", "==", "=>1.0", ">=1.*", "~=1", "~=1.0+cu118",
                           ">=1.0+cu118", "==1.0rc1.*", "==1.0+a.*", "==1.0.**", ">= 1.0 2",
                           "==1.0;", "=== a b", "<1.0.*", "== 1.0 , x", "> = 1"}) {
    INFO(text);
    CHECK_FALSE(Specifiers::parse(text));
  }
}

TEST_CASE("where the clauses stand") {
  const std::string text = " >= 2.0 ,==2.1.* , != 2.1.3";
  const Specifiers parsed = specifiers(text);
  REQUIRE(parsed.all.size() == 3);
  const char* const versions[] = {"2.0", "2.1.*", "2.1.3"};
  const char* const operators[] = {">=", "==", "!="};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(parsed.all[i].text == versions[i]);
    CHECK(text.substr(parsed.all[i].version_at, parsed.all[i].text.size()) == versions[i]);
    CHECK(text.substr(parsed.all[i].at).starts_with(operators[i]));
    CHECK(spelling(parsed.all[i].op) == operators[i]);
  }
  CHECK(parsed.all[1].wildcard);
}

TEST_CASE("specifiers that name one version") {
  const auto exact = [](const char* text) {
    const auto found = specifiers(text).exact();
    return found ? found->text() : "";
  };
  CHECK(exact("==2.0.1") == "2.0.1");
  CHECK(exact("===2.0.1+cu118") == "2.0.1+cu118");
  CHECK(exact(">=1.0,==2.0.1") == "2.0.1");
  CHECK(exact("==2.0.1,==2.0.1+cu118") == "2.0.1+cu118");
  CHECK(exact("==2.0.1,<2.0").empty());
  CHECK(exact("==2.0.*").empty());
  CHECK(exact(">=2.0,<=2.0").empty());
  CHECK(exact("===nightly").empty());
  CHECK(exact("").empty());
  CHECK(specifiers("==2.0.1").pins());
  CHECK_FALSE(specifiers(">=2.0.1").pins());
}
