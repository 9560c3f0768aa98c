#pragma once
// Answers of `cudafit matrix`, one function for each format. Like the other printers they return
// bytes; the question's own words are made harmless here.

#include <string>
#include <string_view>

#include "ask/answer.h"

namespace cudafit::print {

struct AnswerOptions {
  bool sources = false;        ///< each source with its id, address and date
  std::string_view data_date;  ///< of the newest source
  std::string_view tool_version = {};
};

/// Aligned tables, at most 110 columns wide where words allow it. `[3]` is the third source,
/// `[3?]` says that the line was inferred or remembered.
std::string answer_text(const ask::Answer& answer, const AnswerOptions& options);
/// For programs; schema/matrix.schema.json describes it. ASCII only.
std::string answer_json(const ask::Answer& answer, const AnswerOptions& options);
/// Tables of GitHub's Markdown.
std::string answer_markdown(const ask::Answer& answer, const AnswerOptions& options);

}  // namespace cudafit::print
