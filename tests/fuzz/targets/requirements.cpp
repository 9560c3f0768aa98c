// Any bytes as one requirement, a requirements file, a setup.cfg and a setup.py.

#include "read/requirements.h"
#include "places.h"
#include "read/setup_cfg.h"
#include "read/setup_py.h"

namespace cudafit::fuzz {
namespace {

void requirement(const read::Requirement& each, std::string_view bytes) {
  inside(each.text, bytes);
  inside(each.name_span, bytes);
  inside(each.specifier_text, bytes);
  inside(each.url, bytes);
  inside(each.error_span, bytes);
  for (const Specifier& clause : each.specifiers.all) {
    // Of a wheel the version is in its name.
    if (each.kind != read::Requirement::Kind::named) break;
    hold(std::string_view(each.specifier_text.value)
             .substr(clause.version_at)
             .starts_with(clause.text),
         "a version that is not in its requirement");
  }
}

void options(const std::vector<read::RequirementOption>& all, std::string_view bytes) {
  for (const read::RequirementOption& each : all) {
    inside(each.value, bytes);
    inside(each.span, bytes);
  }
}

void dependencies(const std::vector<read::Dependency>& all, std::string_view bytes) {
  for (const read::Dependency& each : all) {
    requirement(each.requirement, bytes);
    inside(each.span, bytes);
  }
}

}  // namespace

void requirements(std::string_view bytes) {
  const Text text(bytes, {0, 0, static_cast<std::uint32_t>(bytes.size())});
  for (const bool editable : {false, true})
    requirement(read::read_requirement(text, editable), bytes);

  const read::RequirementsFile file = read::read_requirements(0, bytes);
  std::uint32_t behind = 0;
  for (const read::RequirementLine& line : file.lines) {
    inside(line.span, bytes);
    hold(line.span.begin >= behind, "lines that overlap");
    behind = line.span.end;
    if (line.requirement) requirement(*line.requirement, bytes);
    options(line.options, bytes);
    options(line.trailing_options, bytes);
    for (const Text& word : line.trailing_words) inside(word, bytes);
  }
  for (const read::RequirementError& error : file.errors) inside(error.span, bytes);

  const read::SetupCfg cfg = read::read_setup_cfg(0, bytes);
  dependencies(cfg.dependencies, bytes);
  for (const read::DependencyGroup& extra : cfg.extras) dependencies(extra.dependencies, bytes);

  const read::SetupFile setup = read::read_setup(0, bytes);
  inside(setup.shows, bytes);
  inside(setup.condition, bytes);
  read::only_calls_setup(bytes);
}

}  // namespace cudafit::fuzz
