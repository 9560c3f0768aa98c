#pragma once
// Names of Python packages as indexes compare them.

#include <string>
#include <string_view>

namespace cudafit::matrix {

/// Lower case; runs of `-`, `_` and `.` become one dash: Flash_Attn is flash-attn.
inline std::string pip_name(std::string_view name) {
  std::string out;
  bool dash = false;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == '.') {
      dash = true;
      continue;
    }
    if (dash && !out.empty()) out += '-';
    dash = false;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace cudafit::matrix
