#include <doctest/doctest.h>

#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;

TEST_CASE("one analysis in every format") {
  const std::vector<Report> reports = rich();
  check_golden("rich.full", full(reports, plain()));
  check_golden("rich.concise", concise(reports, plain()));
  check_golden("rich.json", json(reports, plain()));
  check_golden("rich.github", github(reports, plain()));
  check_golden("rich.summary.md", github_summary(reports, plain()));
  check_golden("rich.sarif", sarif(reports, plain()));
  check_golden("rich.gitlab.json", gitlab(reports, plain()));
  check_golden("rich.checkstyle.xml", checkstyle(reports, plain()));
  check_golden("rich.junit.xml", junit(reports, plain()));
  check_golden("rich.rdjson", rdjson(reports, plain()));
}

TEST_CASE("colours, links and data") {
  PrintOptions options = plain();
  options.color = options.hyperlinks = options.verbose = true;
  options.docs_url = "https://docs.example/rules";
  options.root = "/home/me/a project";
  options.blob_url = "https://git.example/o/r/blob/abc";
  const std::vector<Report> reports = rich();
  check_golden("rich.color.full", full(reports, options));
  check_golden("rich.color.concise", concise(reports, options));
  check_golden("rich.links.summary.md", github_summary(reports, options));
}

TEST_CASE("a run without files is a whole report for programs") {
  check_golden("empty.sarif", sarif({}, plain()));
  check_golden("empty.junit.xml", junit({}, plain()));
  CHECK(gitlab({}, plain()) == "[]\n");
  CHECK(checkstyle({}, plain()).ends_with("<checkstyle version=\"4.3\">\n</checkstyle>\n"));
}

TEST_CASE("hostile text in every format") {
  const std::vector<Report> reports = hostile();
  check_golden("hostile.full", full(reports, plain()));
  check_golden("hostile.concise", concise(reports, plain()));
  check_golden("hostile.json", json(reports, plain()));
  check_golden("hostile.github", github(reports, plain()));
  check_golden("hostile.summary.md", github_summary(reports, plain()));
  check_golden("hostile.sarif", sarif(reports, plain()));
  check_golden("hostile.gitlab.json", gitlab(reports, plain()));
  check_golden("hostile.checkstyle.xml", checkstyle(reports, plain()));
  check_golden("hostile.junit.xml", junit(reports, plain()));
  check_golden("hostile.rdjson", rdjson(reports, plain()));
}
