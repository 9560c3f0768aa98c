#pragma once
// The table of files one analysis has read; spans index into it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace cudafit {

struct SourceFile {
  std::string
      path;  ///< as shown to the user: relative to the working directory where possible, with `/`
  std::string bytes;  ///< exactly as read
};

/// Files never move once added, so views into their bytes stay valid for the table's life.
class Sources {
 public:
  FileId add(std::string path, std::string bytes) {
    files_.push_back(std::make_unique<SourceFile>(SourceFile{std::move(path), std::move(bytes)}));
    return static_cast<FileId>(files_.size() - 1);
  }
  const SourceFile& operator[](FileId id) const { return *files_[id]; }
  std::size_t size() const { return files_.size(); }
  std::string_view text(Span span) const {
    return span ? std::string_view(files_[span.file]->bytes).substr(span.begin, span.size())
                : std::string_view{};
  }

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

/// A place as people count: 1-based line and column. Columns count code points; an invalid byte
/// counts as one.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(Position, Position) = default;
};

/// Converts offsets of one file to positions in O(log lines); build it once per file and printer.
/// Lines of any length cost the same, so that many findings in one endless line do not.
class LineMap {
 public:
  explicit LineMap(std::string_view bytes);
  Position position(std::uint32_t offset) const;
  /// Bytes of a 1-based line without its line ending (LF or CRLF).
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_begin(std::uint32_t number) const { return begins_[number - 1]; }
  std::uint32_t lines() const { return static_cast<std::uint32_t>(begins_.size()); }

 private:
  /// A known place inside a long line.
  struct Mark {
    std::uint32_t offset;
    std::uint32_t column;
  };
  std::string_view bytes_;
  std::vector<std::uint32_t> begins_;
  std::vector<Mark> marks_;  ///< about every KiB of lines longer than that, in order
};

}  // namespace cudafit
