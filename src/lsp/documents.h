#pragma once
// The texts that are open in the editor.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lsp/json.h"
#include "lsp/positions.h"

namespace cudafit::lsp {

struct OpenDocument {
  std::string uri;   ///< as the client spells it
  std::string path;  ///< absolute
  std::string real;  ///< the same without symbolic links; the path where nothing is on disk
  std::string language;
  std::int64_t version = 0;
  std::string text;
};

/// The text after the changes of a didChange notification, one after the other. A change without a
/// range replaces all. Nothing where one of them is malformed.
std::optional<std::string> changed(std::string text, const Json& changes, Encoding encoding);

/// Open documents, by path.
class Documents {
 public:
  OpenDocument& open(OpenDocument document);
  void close(const std::string& path);
  OpenDocument* find(const std::string& path);
  const OpenDocument* find(const std::string& path) const;
  /// By its real path.
  const OpenDocument* find_real(const std::string& real) const;
  const std::map<std::string, OpenDocument>& all() const { return by_path_; }

 private:
  std::map<std::string, OpenDocument> by_path_;
  std::map<std::string, std::string> by_real_;  ///< the path that was opened last
};

}  // namespace cudafit::lsp
