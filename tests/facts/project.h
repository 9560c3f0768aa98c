#pragma once
// A Dockerfile with files beside it, for tests of what commands read from the build context.

#include <map>
#include <string>

#include "pip_dump.h"

namespace cudafit::test {

inline std::optional<document::BaseEnvironment> images(std::string_view reference) {
  const std::string path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  if (reference == "base") return document::BaseEnvironment{{{"PATH", path}}, true};
  return std::nullopt;
}

/// A project: the Dockerfile and what lies beside it.
struct Project {
  MemoryFiles files;
  Sources sources;
  read::Dockerfile dockerfile;
  document::Document document;
  facts::Facts facts;

  Project(const std::string& text, const std::map<std::string, std::string>& others) {
    files.add("/p/Dockerfile", text);
    for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
    const FileId id = sources.add("p/Dockerfile", text);
    dockerfile = read::parse_dockerfile(id, sources[id].bytes);
    document = document::evaluate(dockerfile, {}, images);
    const document::Context context(files, sources, document, "p/Dockerfile", "", "/p");
    facts = facts::gather(document, context);
  }

  /// "requirements.txt:torch==2"
  std::string at(Span span) const {
    if (!span) return "nowhere";
    std::string path = sources[span.file].path;
    path = path.substr(path.rfind('/') + 1);
    return path + ":" + std::string(sources.text(span));
  }
};

using Beside = std::map<std::string, std::string>;

}  // namespace cudafit::test
