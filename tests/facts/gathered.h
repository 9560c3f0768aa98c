#pragma once
// Gathers the facts of Dockerfiles that tests write.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace cudafit::facts {

struct Gathered {
  std::string text;
  std::unique_ptr<read::Dockerfile> dockerfile;
  std::unique_ptr<document::Document> document;
  Facts facts;

  /// What the span covers.
  std::string at(Span span) const {
    return span ? text.substr(span.begin, span.size()) : "nowhere";
  }
};

/// `base` is known completely and brings nothing.
inline Gathered gather_text(std::string text) {
  Gathered out;
  out.text = std::move(text);
  out.dockerfile = std::make_unique<read::Dockerfile>(read::parse_dockerfile(0, out.text));
  const document::BaseImages images =
      [](std::string_view reference) -> std::optional<document::BaseEnvironment> {
    if (reference != "base") return std::nullopt;
    return document::BaseEnvironment{{}, true};
  };
  out.document =
      std::make_unique<document::Document>(document::evaluate(*out.dockerfile, {}, images));
  out.facts = gather(*out.document, {});
  return out;
}

/// `text` is the lines behind `FROM base`.
inline Gathered gather_stage(const std::string& text) { return gather_text("FROM base\n" + text); }

/// Collects words with something between them.
class Line {
 public:
  explicit Line(std::string_view between = " ") : between_(between) {}
  void add(std::string_view word) {
    if (!out_.empty()) out_ += between_;
    out_ += word;
  }
  void add_if(bool condition, std::string_view word) {
    if (condition) add(word);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string between_;
  std::string out_;
};

inline std::string_view words_of(Certainty certainty) {
  if (certainty == Certainty::certain) return "";
  return certainty == Certainty::tolerated ? "tolerated" : "possible";
}

inline std::string joined(const std::vector<std::string>& words, std::string_view between = ",") {
  Line out(between);
  for (const std::string& word : words) out.add(word);
  return out.take();
}

}  // namespace cudafit::facts
