#pragma once
// Analyses written by hand: what printers are shown in these tests.

#include <string>
#include <string_view>
#include <vector>

#include "print/print.h"
#include "source/report.h"

namespace cudafit::print {

/// The span of the n-th `needle` in a file; fails the test when there is none.
Span find(const Report& report, FileId file, std::string_view needle, int n = 1);

/// A report whose Dockerfile has these bytes.
Report report_of(std::string path, std::string bytes);

/// One error without notes or fixes.
Diagnostic finding(Span span, std::string label = {});

/// A project with everything: two findings with chains over two files, fixes of each safety, a
/// hint, stages.
std::vector<Report> rich();

/// Names, messages, labels, lines and edits full of what a terminal, a runner or a page would obey.
std::vector<Report> hostile();

/// Everything that varies is fixed; colours off.
PrintOptions plain();

/// Compares with tests/print/golden/<name>; with UPDATE=1 in the environment, writes it instead.
void check_golden(const std::string& name, const std::string& text);

}  // namespace cudafit::print
