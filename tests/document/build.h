#pragma once
// Evaluates Dockerfiles that tests write.

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "document/document.h"

namespace cudafit::document {

struct Built {
  std::string text;
  std::unique_ptr<read::Dockerfile> dockerfile;
  Document document;
  const Document* operator->() const { return &document; }

  /// What the span covers.
  std::string at(Span span) const {
    return span ? text.substr(span.begin, span.size()) : "nowhere";
  }
};

/// `base` is known completely, with BASE=image, BOTH=image and SECRET set to something unknown;
/// `partly` sets BASE=image and more; of any other image nothing is known.
inline std::optional<BaseEnvironment> test_images(std::string_view reference) {
  if (reference == "base") {
    return BaseEnvironment{{{"BASE", "image"}, {"BOTH", "image"}, {"SECRET", std::nullopt}}, true};
  }
  if (reference == "partly") return BaseEnvironment{{{"BASE", "image"}}, false};
  return std::nullopt;
}

inline Built build(std::string text, BuildOptions options = {}) {
  Built out;
  out.text = std::move(text);
  out.dockerfile = std::make_unique<read::Dockerfile>(read::parse_dockerfile(0, out.text));
  out.document = evaluate(*out.dockerfile, options, test_images);
  return out;
}

inline BuildOptions args(std::map<std::string, std::string, std::less<>> values) {
  BuildOptions options;
  options.args = std::move(values);
  return options;
}

/// `=value`, `?` when it is not known, `declared` for an ARG without a value, `unset`.
inline std::string describe(const Document& document, std::size_t stage, std::string_view name) {
  const VariableRef ref = document.lookup(stage, name, document.stages[stage].variables.size());
  if (!ref) return document.base_known(stage) ? "unset" : "?";
  const Variable& variable = document.at(ref);
  if (!variable.set) return "declared";
  return variable.value.complete ? "=" + variable.value.value : "?";
}

/// The value in the last stage, at its end.
inline std::string describe(const Built& built, std::string_view name) {
  return describe(built.document, built.document.stages.size() - 1, name);
}

/// The commands of all steps: words separated by blanks, `?` behind one that is not known; ` ; `
/// between commands, `^` for each level of nested scripts.
inline std::string commands(const Built& built) {
  std::string out;
  bool first = true;
  for (const Stage& stage : built->stages) {
    for (const Step& step : stage.steps) {
      for (const Command& command : step.commands) {
        if (!first) out += " ; ";
        first = false;
        out += std::string(static_cast<std::size_t>(command.nesting), '^');
        for (std::size_t i = 0; i < command.words.size(); ++i) {
          if (i > 0) out += ' ';
          out += command.words[i].value + (command.words[i].complete ? "" : "?");
        }
      }
      if (!step.understood) out += " ; (more)";
    }
  }
  return out;
}

}  // namespace cudafit::document
