// The build-time program refuses what is not in order, at the right line, in a sentence.
#include <doctest/doctest.h>

#include "compiler.h"

using matrix_tests::compile;
using matrix_tests::Result;

namespace {

const std::string sources = R"(table: sources
sources:
  - id: listing
    title: "a listing"
    url: owner/repository@commit:path
    date: 2025-12-15
)";

const std::string tags = R"(table: tags
repository: a/b
release_is: cuda
sentences:
  newer: "{release} is newer than {known}"
releases:
  - release: 12.1.0
    listing: complete
    as_of: 2025-12-15
    source: listing
    tags:
      - {os: [ubi8, ubuntu22.04], flavors: [base, cudnn8-devel], arches: "amd64,arm64"}
      - {os: [centos8], flavors: [base], status: removed, removed: 2023-06-30..2023-10-18}
)";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// What is printed when one thing in the good files is replaced.
std::string refuse(const std::string& from, const std::string& to) {
  const Result result =
      compile({{"sources.yaml", sources}, {"tags.yaml", changed(tags, from, to)}});
  CHECK(result.status == 1);
  return result.text;
}

std::string refuse_other(const std::string& text) {
  const Result result =
      compile({{"other.yaml", text}, {"sources.yaml", sources}, {"tags.yaml", tags}});
  CHECK(result.status == 1);
  return result.text;
}

}  // namespace

TEST_CASE("good files compile, and the size is printed") {
  const Result result = compile({{"sources.yaml", sources}, {"tags.yaml", tags}});
  CHECK(result.status == 0);
  CHECK(result.text.starts_with("matrix: 2 files, 7 rows (5 tags, 1 sources), "));
}

TEST_CASE("unknown keys and words") {
  CHECK(refuse("    listing: complete", "    listnig: complete") ==
        "tags.yaml:7: this row has no \"listing\"\n"
        "tags.yaml:7: unknown listing \"\"; known here: complete, partial\n"
        "tags.yaml:8: unknown key \"listnig\"; did you mean \"listing\"?\n");
  CHECK(refuse("status: removed", "status: deleted") ==
        "tags.yaml:13: unknown status \"deleted\"; known here: published, removed, never, unknown\n"
        "tags.yaml:13: a removed tag, and no other, says when: \"removed\"\n");
  CHECK(refuse("flavors: [base, cudnn8-devel]", "flavors: [base, cudnn8-full]") ==
        "tags.yaml:12: unknown flavors \"full\"; known here: base, runtime, devel\n"
        "tags.yaml:12: unknown flavors \"full\"; known here: base, runtime, devel\n");
  CHECK(refuse("{known}", "{newest}") ==
        "tags.yaml:5: unknown sentences \"newest\"; known here: release, written, known, os\n");
  CHECK(refuse("  newer:", "  never:") ==
        "tags.yaml:5: unknown sentences \"never\"; did you mean \"newer\"?\n");
  CHECK(refuse("table: tags", "table: tag") ==
        "tags.yaml:1: unknown table \"tag\"; did you mean \"tags\"?\n");
  CHECK(refuse("arches:", "arches: amd64, arches:") ==
        "tags.yaml:12: the key \"arches\" stands twice\n");
}

TEST_CASE("citations") {
  CHECK(refuse("    source: listing", "    source: listign") ==
        "sources.yaml:3: no row cites \"listing\"\n"
        "tags.yaml:7: no table of sources holds \"listign\"; did you mean \"listing\"?\n");
  CHECK(refuse("    source: listing\n", "") ==
        "tags.yaml:7: a complete listing has \"as_of\" and \"source\"\n"
        "tags.yaml:11: this row has no source\n"
        "tags.yaml:12: this row has no source\n");
  const Result unused =
      compile({{"sources.yaml", sources + "  - id: other\n    title: b\n"}, {"tags.yaml", tags}});
  CHECK(unused.status == 1);
  CHECK(unused.text == "sources.yaml:7: no row cites \"other\"\n");
  const Result unsorted =
      compile({{"sources.yaml", sources + "  - id: a\n    title: b\n"}, {"tags.yaml", tags}});
  CHECK(unsorted.text == "sources.yaml:7: \"a\" is not sorted: ids rise, each stands once\n");
  CHECK(compile({{"sources.yaml", changed(sources, "    title: \"a listing\"\n", "")},
                 {"tags.yaml", tags}})
            .text == "sources.yaml:3: this row has no \"title\"\n");
}

TEST_CASE("order and duplicates") {
  CHECK(refuse("[ubi8, ubuntu22.04]", "[ubuntu22.04, ubi8]") ==
        "tags.yaml:12: the list \"os\" is not sorted\n");
  CHECK(refuse("[ubi8, ubuntu22.04]", "[ubi8, ubi8]") ==
        "tags.yaml:12: \"ubi8\" stands twice in this list\n");
  CHECK(refuse("[centos8]", "[ubi8]") ==
        "tags.yaml:13: the tag 12.1.0-base-ubi8 stands twice (also line 12)\n");
  const std::string older = tags + "  - release: 12.0.1\n    listing: partial\n";
  CHECK(compile({{"sources.yaml", sources}, {"tags.yaml", older}}).text ==
        "tags.yaml:14: release 12.0.1 is not sorted: releases rise, each stands once\n");
  const Result twice =
      compile({{"sources.yaml", sources}, {"tags.yaml", tags}, {"tags2.yaml", tags}});
  CHECK(twice.status == 1);
  CHECK(twice.text == "tags2.yaml:1: two tables are about a/b\n");
}

TEST_CASE("dates and versions") {
  CHECK(refuse("as_of: 2025-12-15", "as_of: 2025-02-29") ==
        "tags.yaml:9: \"2025-02-29\" is not a date (YYYY-MM-DD)\n");
  CHECK(refuse("as_of: 2025-12-15", "as_of: 2025-13-01").find("is not a date") !=
        std::string::npos);
  CHECK(refuse("2023-06-30..2023-10-18", "2023-10-18..2023-06-30") ==
        "tags.yaml:13: \"2023-10-18..2023-06-30\" is not a window (YYYY-MM-DD..YYYY-MM-DD, or "
        "unknown.. )\n");
  CHECK(refuse("status: removed, removed: 2023-06-30..2023-10-18", "status: removed") ==
        "tags.yaml:13: a removed tag, and no other, says when: \"removed\"\n");
  CHECK(refuse("status: removed, removed: 2023-06-30..2023-10-18", "status: never") ==
        "tags.yaml:13: a tag that never was, and no other, says why: \"reason\"\n");
  CHECK(refuse("release: 12.1.0", "release: 12.01.0") ==
        "tags.yaml:7: \"12.01.0\" is not a version\n");
}

TEST_CASE("later sightings are of listed tags") {
  const std::string later =
      tags +
      "    confirmed:\n      - {os: [ubi9], flavors: [base], as_of: 2026-06-18, source: listing}\n";
  CHECK(compile({{"sources.yaml", sources}, {"tags.yaml", later}}).text ==
        "tags.yaml:15: 12.1.0-base-ubi9 is confirmed but not listed as published\n");
}

TEST_CASE("grammars, environments, keys") {
  CHECK(refuse_other("table: grammars\ngrammars:\n  - {repository: a, patterns: [\"{cuda\"], "
                     "source: listing}\n") ==
        "other.yaml:3: brackets or braces of the pattern \"{cuda\" do not pair\n");
  CHECK(refuse_other("table: grammars\ngrammars:\n  - {repository: a, patterns: [\"{cud}\"], "
                     "source: listing}\n") ==
        "other.yaml:3: unknown patterns \"cud\"; did you mean \"cuda\"?\n");
  CHECK(refuse_other("table: environments\nimages:\n  - {repository: a, tags: [b], set: {B: 1, A: "
                     "2}, source: listing}\n") ==
        "other.yaml:3: A is not sorted: names rise, each stands once\n");
  CHECK(
      refuse_other("table: environments\nimages:\n  - {repository: a, tags: [b], set: {A: 1}}\n") ==
      "other.yaml:3: this row has no \"source\"\n");
  CHECK(refuse_other("table: environments\nrepository: a/b\nlayers:\n"
                     "  - {release: 12.1.0, layer: runtime, os: [ubi8], source: listing}\n"
                     "  - {release: 12.1.0, layer: base, os: [ubi8], source: listing}\n") ==
        "other.yaml:5: this row is not sorted: releases rise, then base, runtime, devel, "
        "cudnn-runtime, cudnn-devel\n");
  CHECK(refuse_other("table: environments\nrepository: a/b\nlayers:\n"
                     "  - {release: 12.1.0, layer: base, os: [ubi8], source: listing}\n"
                     "  - {release: 12.1.0, layer: base, os: [ubi8, ubi9], source: listing}\n") ==
        "other.yaml:5: a/b 12.1.0 base ubi8 stands twice\n");
  CHECK(refuse_other("table: apt-key\nrotated: 2022-04-28\nold_key: a\nnew_key: b\nmissing_key: c\n"
                     "source: listing\nimages:\n"
                     "  - {repository: a, tags: [b], built: 2022-05-01, source: listing}\n") ==
        "other.yaml:8: an image built after the rotation does not hold the old key\n");
}

TEST_CASE("text that is not YAML, or not a table") {
  CHECK(refuse_other("table: [sources\n").starts_with("other.yaml:"));
  CHECK(refuse_other("- a\n").starts_with("other.yaml:1: unknown table \"\""));
  CHECK(refuse_other("") == "other.yaml:1: this file holds no table\n");
}
