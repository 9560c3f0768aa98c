#pragma once
// The parts of a torch release's name that the tables are sorted by.

#include <optional>
#include <string_view>

#include "terms/version.h"

namespace cudafit::matrix {

struct TorchName {
  Version number;
  std::string_view post;  ///< "post2"; mostly empty
};

/// "2.0.1", "2.0", "1.0.1.post2"; nothing for everything else (pre-releases, local versions).
inline std::optional<TorchName> torch_name(std::string_view text) {
  TorchName name;
  if (const std::size_t at = text.find(".post"); at != std::string_view::npos) {
    name.post = text.substr(at + 1);
    text = text.substr(0, at);
  }
  const std::optional<Version> number = Version::parse(text);
  if (!number || number->parts > 3) return std::nullopt;
  name.number = *number;
  return name;
}

/// "2.0.1+cu118" without what stands behind the plus.
inline std::string_view without_local(std::string_view version) {
  return version.substr(0, version.find('+'));
}

/// "cu118" is 11.8; no parts for "cpu" and everything that is not built so.
inline Version variant_cuda(std::string_view variant) {
  if (!variant.starts_with("cu")) return {};
  const std::string_view digits = variant.substr(2);
  if (digits.size() < 2 || digits.size() > 4) return {};
  Version cuda;
  const std::size_t majors = digits.size() == 2 ? 1 : 2;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9') return {};
    std::uint32_t& part = cuda.number[i < majors ? 0 : 1];
    part = part * 10 + static_cast<std::uint32_t>(digits[i] - '0');
  }
  cuda.parts = 2;
  return cuda;
}

}  // namespace cudafit::matrix
