#pragma once
// What the build-time program gathers before it writes tables.cpp.

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "matrix/load.h"

namespace cudafit::matrix {

/// The strings of the tables, each once, NUL-terminated; offset 0 is the empty string.
class Pool {
 public:
  std::uint32_t add(const std::string& text) {
    if (text.empty()) return 0;
    const auto [at, fresh] = offsets_.emplace(text, size_);
    if (fresh) {
      order_.push_back(text);
      size_ += static_cast<std::uint32_t>(text.size()) + 1;
    }
    return at->second;
  }
  std::uint32_t size() const { return size_; }
  std::string literal() const {
    std::string out = "const char pool[] =\n    \"\\0\"\n";
    for (const std::string& text : order_) {
      out += "    \"";
      for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\' || c == '?') {
          out += '\\';
          out += c;
        } else if (byte < 0x20 || byte >= 0x7f) {
          out += fmt::format("\\{:03o}", byte);
        } else {
          out += c;
        }
      }
      out += "\" \"\\0\"\n";
    }
    return out + "    ;\n";
  }

 private:
  std::unordered_map<std::string, std::uint32_t> offsets_;
  std::vector<std::string> order_;
  std::uint32_t size_ = 1;
};

/// One array of the output.
struct Array {
  std::string rows;
  std::size_t count = 0;

  template <typename... Cells>
  void add(fmt::format_string<Cells...> format, Cells&&... cells) {
    rows += "    {" + fmt::format(format, std::forward<Cells>(cells)...) + "},\n";
    ++count;
  }
  /// An array has at least one row, for the language; the count says how many are meant.
  std::string text(std::string_view type, std::string_view name, bool counted) const {
    std::string out =
        fmt::format("const {} {}[] = {{\n{}}};\n", type, name, count ? rows : "    {},\n");
    if (counted) out += fmt::format("const std::uint32_t {}_count = {};\n", name, count);
    return out;
  }
};

/// A flat array of numbers.
struct Numbers {
  std::vector<std::uint32_t> values;

  std::string text(std::string_view name) const {
    std::string out = fmt::format("const std::uint32_t {}[] = {{", name);
    for (std::size_t i = 0; i < values.size(); ++i)
      out += fmt::format("{}{},", i % 16 ? "" : "\n    ", values[i]);
    return out + (values.empty() ? "0};\n" : "\n};\n");
  }
};

struct Tables {
  Pool pool;
  std::map<std::string, std::size_t> source_index;
  std::map<std::string, std::size_t> version_index;
  Array sources, versions, repositories, aliases, tags, releases, systems, shorts, grammars,
      variables, images, layers, keys;
  std::string newest_date;
  std::string rotation;  ///< the one row, as C++
  Numbers cells, lists;  ///< of the tables that shapes declare
  Array shaped;
  std::vector<std::string> sizes;  ///< "driver-floor 12", for the build's line

  std::size_t source(const std::string& id) const {
    const auto found = source_index.find(id);
    return found == source_index.end() ? 0 : found->second;
  }
  std::size_t version(const std::string& text) {
    const auto [at, fresh] = version_index.emplace(text, versions.count);
    if (!fresh) return at->second;
    const Version parsed = Version::parse(text).value_or(Version{});
    versions.add("{{{{{}, {}, {}, {}}}}}, {}", parsed.number[0], parsed.number[1], parsed.number[2],
                 parsed.number[3], parsed.parts);
    return at->second;
  }
};

/// The tables that shapes declare: sorts their rows, adds their cells and lists (emit_rows.cpp).
void put_shaped(Tables& out, load::Matrix& matrix);

}  // namespace cudafit::matrix
