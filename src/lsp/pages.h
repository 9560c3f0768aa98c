#pragma once
// The places of one report, as the protocol counts them.

#include <memory>
#include <string>
#include <vector>

#include "lsp/session.h"

namespace cudafit::lsp {

class Pages {
 public:
  /// `beside`: a file of the room that the report is of. The report has to outlive it.
  Pages(Session& session, const Report& report, const std::string& beside);

  const Lines& lines(FileId file);
  Json range(Span span);
  Json location(Span span);
  /// The absolute path of a file of the report.
  const std::string& path(FileId file);

 private:
  Span inside(Span span) const;

  Session& session_;
  const Report& report_;
  std::string folder_;
  std::vector<std::unique_ptr<Lines>> lines_;
  std::vector<std::string> paths_;
};

}  // namespace cudafit::lsp
