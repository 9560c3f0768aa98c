#pragma once
// Words that the formats of a recommendation share. Private to the print room.

#include <string>
#include <string_view>
#include <vector>

#include "advise/recommendation.h"

namespace cudafit::print {

inline std::string joined(const std::vector<std::string>& words, std::string_view between = ", ") {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

/// "CUDA 12.4.1, cuDNN 9.1.0, Ubuntu 22.04"
inline std::string versions(const advise::ImageSummary& image) {
  std::vector<std::string> parts;
  if (!image.cuda.empty()) parts.push_back("CUDA " + image.cuda);
  if (!image.cudnn.empty()) parts.push_back("cuDNN " + image.cudnn);
  if (!image.torch.empty()) parts.push_back("torch " + image.torch);
  if (!image.python.empty()) parts.push_back("Python " + image.python);
  if (!image.system.empty()) parts.push_back(image.system);
  return joined(parts);
}

/// What a person does with an offer, in a word.
inline std::string_view verb(const advise::Offer& offer, bool first) {
  if (offer.present) return "keep";
  if (offer.sure) return "use";
  return first ? "if you check it, use" : "or, if you check it,";
}

inline std::string_view word(graph::Verdict verdict) {
  switch (verdict) {
    case graph::Verdict::met:
      return "met";
    case graph::Verdict::unmet:
      return "unmet";
    case graph::Verdict::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace cudafit::print
