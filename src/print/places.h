#pragma once
// Spans of one report as people count: line maps are built once per file, and no span is trusted to
// lie inside its file.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/report.h"

namespace cudafit::print {

struct Range {
  Position start;
  Position end;  ///< exclusive
};

class Places {
 public:
  explicit Places(const Report& report);

  /// `span` cut to its file; nowhere when the file is not in the table.
  Span clamp(Span span) const;
  /// Needs a clamped span that is somewhere, as all below.
  Range range(Span span);
  /// The line of the last character inside the span, which is not the line of its end when it ends
  /// with a newline.
  std::uint32_t last_line(Span span);
  const LineMap& lines(FileId file);
  std::string_view path(FileId file) const { return (*report_->sources)[file].path; }
  std::string_view bytes(FileId file) const { return (*report_->sources)[file].bytes; }

  /// Where a finding is said to be: its own place, else the start of the Dockerfile (`file` may be
  /// no_file).
  struct Where {
    std::string_view path;
    Span span;
    Range range;
  };
  Where where(const Diagnostic& finding);

 private:
  const Report* report_;
  std::vector<std::optional<LineMap>> maps_;
};

/// `path:line:column`, escaped.
std::string spot(std::string_view path, Position position);

}  // namespace cudafit::print
