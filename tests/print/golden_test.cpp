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

TEST_CASE("hostile text in every format") {
  const std::vector<Report> reports = hostile();
  check_golden("hostile.full", full(reports, plain()));
  check_golden("hostile.concise", concise(reports, plain()));
  check_golden("hostile.json", json(reports, plain()));
  check_golden("hostile.github", github(reports, plain()));
  check_golden("hostile.summary.md", github_summary(reports, plain()));
}
