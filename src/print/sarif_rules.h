#pragma once
// The parts of a SARIF log that are not about one finding: the tool, its rules, addresses.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

#include "print/print.h"

namespace cudafit::print {

std::string_view sarif_level(Severity severity);

/// A path of the repository as a relative reference, an absolute one as a file URI.
std::string sarif_uri(std::string_view path);

/// The rules that were broken, each with its page, in the order in which they are first asked for.
class SarifRules {
 public:
  explicit SarifRules(const PrintOptions& options) : options_(options) {}

  std::size_t index(std::string_view rule);
  /// The description of the tool.
  nlohmann::ordered_json driver() const;

 private:
  const PrintOptions& options_;
  std::unordered_map<std::string_view, std::size_t> indices_;
  nlohmann::ordered_json rules_ = nlohmann::ordered_json::array();
};

}  // namespace cudafit::print
