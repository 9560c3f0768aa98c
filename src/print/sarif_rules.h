#pragma once
// The parts of a SARIF log that are not about one finding: the tool, its rules, addresses.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "print/print.h"

namespace cudafit::print {

std::string_view sarif_level(Severity severity);

/// A path of the repository as a relative reference, an absolute one as a file URI.
std::string sarif_uri(std::string_view path);

/// Square brackets make links in SARIF, so text from elsewhere must not form one.
std::string sarif_words(std::string_view words);

/// What a run says of the repository that it is about and of the hosts it was made for.
void set_subject(nlohmann::ordered_json& run, const std::string& repository,
                 const std::vector<std::string>& hosts);

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
