#include "analyze.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "analyze_services.h"
#include "document/run_lines.h"
#include "document/script_files.h"
#include "facts/facts.h"
#include "facts/host_runs.h"
#include "graph/audience.h"
#include "graph/graph.h"
#include "matrix/gpu.h"
#include "matrix/matrix.h"
#include "read/dockerfile.h"
#include "rules/rules.h"
#include "settle.h"
#include "source/inside_files.h"
#include "steps.h"

namespace cudafit {

namespace {

/// Why these bytes are no text that a build could read; empty when they are.
std::string not_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return "the file is UTF-16; the build reads UTF-8 only";
  }
  if (bytes.find('\0') != std::string_view::npos)
    return "the file contains NUL bytes; it is not a text file";
  return {};
}

/// Where to point when nothing more exact is known: the first line.
Span first_line(FileId file, std::string_view bytes) {
  const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
  return {file, 0, static_cast<std::uint32_t>(std::min<std::size_t>(end, 80))};
}

void add_unreadable(const read::Dockerfile& dockerfile, const document::Document& document,
                    Report& report) {
  using document::Shape;
  // Not meant for the build as it stands: what a builder would say of it is not news.
  if (document.shape == Shape::templated || document.shape == Shape::fragment) return;
  if (document.shape == Shape::foreign) {
    for (const read::Instruction& instruction : dockerfile.instructions) {
      if (instruction.keyword != read::Keyword::unknown) continue;
      Diagnostic finding = parse_error(
          instruction.word.around(),
          fmt::format("this does not look like a Dockerfile: {} is no instruction; not checked",
                      instruction.word.value));
      // Its name may be a coincidence, and nobody builds it.
      finding.severity = Severity::hint;
      report.findings.push_back(std::move(finding));
      return;
    }
  }
  for (const read::SyntaxError& error : dockerfile.errors)
    report.findings.push_back(parse_error(error.span, error.message));
  for (const document::BuildError& error : document.errors)
    report.findings.push_back(parse_error(error.span, error.message));
}

/// Files besides the Dockerfile that a command reads and no tool can.
void add_broken(const facts::Facts& facts, Report& report) {
  std::vector<Span> known;  // several commands may read it
  for (const facts::BrokenFile& each : facts.broken_files) {
    if (std::find(known.begin(), known.end(), each.span) != known.end()) continue;
    known.push_back(each.span);
    Diagnostic finding = parse_error(each.span, each.message);
    for (const facts::Link& link : each.how) finding.notes.push_back({link.words, link.span, {}});
    if (each.stage >= 0) finding.stage = facts.stages[static_cast<std::size_t>(each.stage)].label;
    report.findings.push_back(std::move(finding));
  }
}

HostNeeds host_needs(const graph::HostRange& range) {
  HostNeeds out;
  out.driver = driver_text(range.driver);
  if (range.oldest) out.gpu_min = matrix::sm_name(range.oldest);
  if (range.newest) out.gpu_max = matrix::sm_name(range.newest);
  out.gpu_newer = range.newer_too;
  out.decided_by = range.decided_by;
  out.span = range.span;
  return out;
}

void summarize(const graph::Graph& graph, Report& report) {
  const char* const what = report.shared ? "service" : "stage";
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const facts::StageFact& stage = graph.facts.stages[i];
    report.stages.push_back({i, stage.label, stage.base, stage.product, {}});
  }
  for (const graph::HostRange& range : graph.host_ranges) {
    StageSummary& stage = report.stages[static_cast<std::size_t>(range.stage)];
    stage.line = fmt::format("{} {}: {}; declare yours with --driver and --gpu", what, stage.name,
                             range.words);
    stage.needs = host_needs(range);
  }
}

using Services = std::span<const read::ComposeService>;

/// A service of the project builds the image and gives it this name, so that no registry need have
/// it.
bool made_here(Services services, std::string_view image) {
  const auto named = [&](const read::ComposeService& service) {
    const std::string_view name = service.image ? std::string_view(service.image->value) : "";
    return !name.empty() && image.starts_with(name) &&
           (image.size() == name.size() || image.substr(name.size()) == ":latest");
  };
  return std::any_of(services.begin(), services.end(), [&](const read::ComposeService& service) {
    return service.build && named(service);
  });
}

void name_images(const graph::Graph& graph, Services services, Report& report) {
  for (const graph::ImageNeed& need : graph.images) {
    const facts::Fact& fact = graph.fact_of(need);
    if (!fact.known || fact.placeholder || fact.text.value == "scratch") continue;
    if (made_here(services, fact.text.value)) continue;
    NamedImage image{fact.text.value, {}, true};
    if (fact.stage >= 0) {
      const auto stage = static_cast<std::size_t>(fact.stage);
      image.platform = graph.facts.stages[stage].platform;
      if (fact.base) image.described = graph.bases[stage].contents.has_value();
    }
    report.images.push_back(std::move(image));
  }
}

std::optional<document::BaseEnvironment> environment_of(
    std::string_view reference, const std::vector<facts::DeclaredImage>& images) {
  const std::size_t at = reference.find('@');
  const std::string_view digest =
      at == std::string_view::npos ? std::string_view() : reference.substr(at + 1);
  reference = reference.substr(0, at);
  const std::size_t colon = reference.rfind(':');
  const bool tagged =
      colon != std::string_view::npos && reference.find('/', colon) == std::string_view::npos;
  const std::string repository =
      matrix::canonical_repository(reference.substr(0, tagged ? colon : reference.size()));
  const graph::AskedImage asked = graph::asked_image(
      images, repository, tagged ? reference.substr(colon + 1) : "latest", digest.empty(), digest);
  const auto known = graph::environment(asked);
  if (!known) return std::nullopt;
  document::BaseEnvironment out{.variables = {}, .complete = known->complete};
  if (asked.configuration != nullptr) {
    out.directory = asked.configuration->directory;
  } else if (known->complete) {
    out.directory = "/";  // one that sets another is not listed as complete
  }
  for (const matrix::ImageVariable& variable : known->variables) {
    out.variables.push_back(
        {std::string(variable.name),
         variable.known ? std::optional(std::string(variable.value)) : std::nullopt});
  }
  return out;
}

/// Where in its repository the Dockerfile is; its folder and name where the repository is not
/// known.
std::string place_in_repository(const Files& files, const Build& build) {
  std::string real = files.real(build.dockerfile);
  if (real.empty()) real = build.dockerfile;
  std::string within = build.root.empty() ? std::string() : path_within(build.root, real);
  if (!within.empty()) return within;
  const std::string folder = parent_path(real);
  return real.substr(std::min(folder.rfind('/') + 1, real.size()));
}

/// Who develops, tests or tries things out is not told what could be smaller, newer or tidier.
void drop_hints_for_people(const graph::Graph& graph, std::vector<Diagnostic>& findings) {
  std::map<std::string_view, bool> for_people;  // by the stage's name
  const auto unwanted = [&](const Diagnostic& finding) {
    if (finding.severity != Severity::hint || finding.stage.empty()) return false;
    if (for_people.empty()) {
      for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
        for_people[graph.facts.stages[i].label] =
            graph::audience(graph, static_cast<int>(i)) == graph::Audience::people;
      }
    }
    return for_people[finding.stage];
  };
  std::erase_if(findings, unwanted);
}

/// Connects facts with the matrix and judges. `services`: of the project that it is a part of.
graph::Graph judge(facts::Facts facts, const document::Document& document, Services services,
                   const Build& build, const Wanted& wanted, Report& report) {
  facts.hosts = build.hosts;
  facts.declared_images = build.images;
  facts.registry_answers = build.registry;
  graph::Graph graph = graph::connect(std::move(facts), step_traits(document));
  for (const rules::Rule* rule : rules::all()) {
    if (rule->check != nullptr && selected(wanted, *rule)) rule->check(graph, report.findings);
  }
  soften_defaults(graph.facts, report.findings);
  add_broken(graph.facts, report);
  summarize(graph, report);
  name_images(graph, services, report);
  return graph;
}

/// Services that have a value of one anchor have its findings in common.
void say_once(std::vector<Diagnostic>& findings) {
  using Place = std::tuple<FileId, std::uint32_t, std::uint32_t>;
  std::set<std::tuple<Place, std::string, std::string, std::string>> said;
  std::erase_if(findings, [&](const Diagnostic& each) {
    const Place place{each.span.file, each.span.begin, each.span.end};
    return !said.insert({place, std::string(each.rule), each.message, each.host}).second;
  });
}

/// A Compose file: its services are the stages.
graph::Graph analyze_services(const Files& files, const Build& build, const Wanted& wanted,
                              Report& report) {
  report.shared = true;
  ComposeStages stages;
  read_services(
      files, build,
      [&](std::string_view reference) { return environment_of(reference, build.images); },
      *report.sources, report.file, stages);
  add_compose_errors(stages.project, report.findings);
  facts::Facts facts = facts::gather(stages.document, document::Context());
  facts.file = place_in_repository(files, build);
  add_services(files, stages, *report.sources, facts);
  graph::Graph graph =
      judge(std::move(facts), stages.document, stages.project.services, build, wanted, report);
  keep_yaml(stages.project, report.findings);
  say_once(report.findings);
  YamlChecked checked;
  check_yaml_fixes(*report.sources, checked, report.findings);
  drop_hints_for_people(graph, report.findings);
  settle(stages.dockerfile, stages.document, wanted, report);
  return graph;
}

/// A script, Makefile or workflow that starts containers. All that is said of it is a hint: how its
/// commands are used is not known.
graph::Graph analyze_runs(const Files& files, document::RunFile kind, const Build& build,
                          const Wanted& wanted, Report& report) {
  report.shared = true;
  facts::Facts facts =
      facts::host_runs(document::run_lines(kind, report.file, (*report.sources)[report.file].bytes),
                       build.dockerfile);
  facts.file = place_in_repository(files, build);
  const read::Dockerfile no_dockerfile;
  const document::Document no_build;
  graph::Graph graph = judge(std::move(facts), no_build, {}, build, wanted, report);
  for (Diagnostic& finding : report.findings) finding.severity = Severity::hint;
  settle(no_dockerfile, no_build, wanted, report);
  return graph;
}

}  // namespace

Diagnostic parse_error(Span span, std::string message) {
  Diagnostic out;
  out.rule = "parse-error";
  out.severity = Severity::error;
  out.span = span;
  out.message = std::move(message);
  return out;
}

std::optional<document::BaseEnvironment> base_environment(std::string_view reference) {
  return environment_of(reference, {});
}

Report analyze(const Files& disk, const Build& build, const Wanted& wanted, graph::Graph* keep,
               Shared* shared) {
  Report report;
  report.path = build.dockerfile;

  // Read. Whatever the files name, nothing outside the repository is opened.
  const InsideFiles files(disk, build.root, build.dockerfile);
  Result<std::string> bytes = files.read(build.dockerfile);
  if (!bytes && bytes.failure() != FailureKind::too_large) {
    report.errors.push_back({build.dockerfile, bytes.error()});
    return report;
  }
  report.file = report.sources->add(build.dockerfile, bytes ? std::move(*bytes) : std::string());
  const std::string_view text = (*report.sources)[report.file].bytes;
  const std::string unreadable = bytes ? not_text(text) : bytes.error();
  const document::RunFile runs = document::run_file(files.real(build.dockerfile));
  if (!unreadable.empty()) {
    if (runs == document::RunFile::none && heard(wanted, "parse-error", build.dockerfile)) {
      report.findings.push_back(parse_error(first_line(report.file, text), unreadable));
    }
    return report;
  }
  if (build.compose == build.dockerfile && build.inline_of.empty()) {
    graph::Graph graph = analyze_services(files, build, wanted, report);
    if (keep != nullptr) *keep = std::move(graph);
    return report;
  }
  if (runs != document::RunFile::none) {
    graph::Graph graph = analyze_runs(files, runs, build, wanted, report);
    if (keep != nullptr) *keep = std::move(graph);
    return report;
  }
  const std::string written = build.inline_of.empty() ? "" : inline_text(files, build, text);
  if (written.empty() && !build.inline_of.empty()) return report;
  Shared alone;
  Shared& read = shared == nullptr ? alone : *shared;
  read::parse_again(read.dockerfile, report.file, build.inline_of.empty() ? text : written);
  read::Dockerfile& dockerfile = read.dockerfile.dockerfile;

  // Evaluate.
  document::BuildOptions options = build.options;
  ComposeSide side;
  if (!build.compose.empty())
    side = read_side(files, build, dockerfile, *report.sources, options, read);
  document::Document document = document::evaluate(
      dockerfile, options,
      [&](std::string_view reference) { return environment_of(reference, build.images); });
  add_unreadable(dockerfile, document, report);
  const document::Context context =
      build.root.empty() ? document::Context()
                         : document::Context(files, *report.sources, document, build.dockerfile,
                                             build.context, build.root);
  document::follow_scripts(document, context, mounted_paths(side));

  // Gather facts, connect them with the matrix, judge.
  facts::Facts facts = facts::gather(document, context);
  facts.file = place_in_repository(files, build);
  if (!side.services.empty()) add_services(files, build, side, dockerfile, facts);
  const Services services =
      side.read != nullptr ? Services(side.read->project.services) : Services();
  graph::Graph graph = judge(std::move(facts), document, services, build, wanted, report);
  if (side.read != nullptr) keep_yaml(side.read->project, report.findings);

  // Settle.
  YamlChecked checked;
  check_yaml_fixes(*report.sources, side.read != nullptr ? side.read->checked : checked,
                   report.findings);
  drop_hints_for_people(graph, report.findings);
  settle(dockerfile, document, wanted, report);
  if (keep != nullptr) *keep = std::move(graph);
  return report;
}

}  // namespace cudafit
