#pragma once
// One Dockerfile as it is open now, read and evaluated: for questions about a place in it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"
#include "lsp/session.h"

namespace cudafit::lsp {

/// A word of a text: what stands between blanks and other delimiters.
struct Word {
  std::string_view text;
  std::uint32_t begin = 0;
};

/// The longest stretch of `allowed` characters (letters and digits always are) around `at`.
Word word_at(std::string_view bytes, std::uint32_t at, std::string_view allowed);

struct Reading {
  std::string path;
  std::string bytes;
  std::uint32_t at = 0;  ///< the place asked about
  bool is_dockerfile = false;
  bool plain = false;  ///< the client shows no Markdown
  read::Dockerfile dockerfile;
  document::Document document;
  std::vector<Analysed*> builds;  ///< that the file has to do with

  bool inside(Span span) const { return span.file == 0 && span.begin <= at && at <= span.end; }
  /// The line at the place, and where it begins.
  Word line() const;
  /// The comment at the place; empty where there is none.
  std::string_view comment() const;
  /// In the text of a heredoc, where no instruction begins.
  bool in_heredoc() const;
  /// The stage whose FROM the place is in; null where it is in none.
  const document::Stage* from() const;
  /// The variable that is used at the place.
  const document::VariableUse* use() const;
};

/// The first of the variables that has no value, and for which nothing stands in; empty: none.
std::string unset(const document::Document& document,
                  const std::vector<document::VariableUse>& uses);

/// Nothing where the file is not open or the place is none.
std::unique_ptr<Reading> read_at(Session& session, const std::string& path, Point point);
std::unique_ptr<Reading> read_at(Session& session, const Json& params);

}  // namespace cudafit::lsp
