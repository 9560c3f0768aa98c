#include "analyze_services.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "facts/build_clashes.h"
#include "facts/host_runs.h"
#include "facts/services.h"
#include "rules/rules.h"
#include "source/apply.h"
#include "source/inside_files.h"

namespace cudafit {

namespace {

/// The stage that a build of this makes.
int product(const facts::Facts& facts) {
  for (std::size_t i = facts.stages.size(); i > 0; --i) {
    if (facts.stages[i - 1].product) return static_cast<int>(i - 1);
  }
  return -1;
}

/// `nvidia/cuda:12` for `docker.io/nvidia/cuda:12`.
std::string_view plain_name(std::string_view image) {
  for (const std::string_view prefix : {"docker.io/", "library/"}) {
    if (image.starts_with(prefix)) image.remove_prefix(prefix.size());
  }
  return image;
}

/// Every argument of the Dockerfile may be given.
void add_unknown(const read::Dockerfile& dockerfile, document::BuildOptions& options) {
  Text unknown;
  unknown.complete = false;
  for (const read::Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword != read::Keyword::arg) continue;
    for (const Text& word : instruction.arguments)
      options.written_args.try_emplace(word.value.substr(0, word.value.find('=')), unknown);
  }
}

/// A named context takes the place of the image or stage with its name.
void replace_contexts(const read::ComposeBuild& build, read::Dockerfile& dockerfile) {
  for (read::Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword != read::Keyword::from || instruction.arguments.empty()) continue;
    Text& image = instruction.arguments.front();
    for (const read::ComposePair& context : build.contexts) {
      const std::string_view name = plain_name(context.name.value);
      const std::string_view base = plain_name(image.value);
      const bool same = base == name || base.substr(0, base.find(':')) == name;
      if (same || !context.name.complete || image.value.find('$') != std::string::npos)
        image.complete = false;
    }
  }
}

/// The file as an earlier build of the same Dockerfile has read it, else from the disk.
std::shared_ptr<const ComposeRead> read_once(const Files& files, const Build& build,
                                             Sources& sources, Shared& shared) {
  for (const std::shared_ptr<const ComposeRead>& each : shared.compose) {
    if (each->path != build.compose) continue;
    for (const SourceFile& file : each->files) sources.add(file.path, file.bytes);
    return each;
  }
  Result<std::string> bytes = files.read(build.compose);
  if (!bytes) return nullptr;
  auto out = std::make_shared<ComposeRead>();
  out->path = build.compose;
  const FileId file = sources.add(build.compose, std::move(*bytes));
  out->project = document::read_compose(files, sources, file, build.root);
  for (FileId each = file; each < sources.size(); ++each) out->files.push_back(sources[each]);
  for (std::size_t i = 0; i < out->project.services.size(); ++i)
    out->by_name[out->project.services[i].name.value].push_back(i);
  out->facts = facts::services(out->project, files, sources);
  shared.compose.push_back(out);
  return out;
}

}  // namespace

std::string inline_text(const Files& files, const Build& build, std::string_view bytes) {
  Sources sources;
  const FileId file = sources.add(build.compose, std::string(bytes));
  const document::ComposeProject project = document::read_compose(files, sources, file, build.root);
  for (const read::ComposeService& service : project.services) {
    if (service.name.value == build.inline_of)
      return document::inline_dockerfile(service, file, bytes);
  }
  return {};
}

ComposeSide read_side(const Files& files, const Build& build, read::Dockerfile& dockerfile,
                      Sources& sources, document::BuildOptions& options, Shared& shared) {
  ComposeSide out;
  out.read = read_once(files, build, sources, shared);
  if (out.read == nullptr) return out;
  const document::ComposeProject& project = out.read->project;
  std::set<std::size_t> named;  // in the order of the file
  for (const std::string& name : build.services) {
    const auto found = out.read->by_name.find(name);
    if (found != out.read->by_name.end()) named.insert(found->second.begin(), found->second.end());
  }
  for (const std::size_t index : named) out.services.push_back(&project.services[index]);
  if (out.services.empty()) return out;
  document::BuildOptions written;
  document::set_options(*out.services.front(), project, written);
  for (const read::ComposeService* const service : out.services) {
    if (service->build->contexts.empty()) continue;
    replace_contexts(*service->build, dockerfile);
    shared.dockerfile.bound = true;  // the next build reads it as it is written
  }
  const bool partly = document::laid_over(files, build.compose, out.services.front()->name.value);
  if (!out.services.front()->build->args_known || partly) add_unknown(dockerfile, written);
  options.written_args = std::move(written.written_args);
  if (options.platform.empty()) options.platform = written.platform;
  if (!options.target.empty() || build.other_stages) return out;
  options.target = written.target;
  // What is no stage is said where it is written.
  const auto clashes = facts::build_clashes(dockerfile, *out.services.front(), {});
  for (const facts::BuildClash& clash : clashes) {
    if (clash.kind == facts::ClashKind::no_stage) options.target.clear();
  }
  return out;
}

document::BuildOptions built_with(const Files& disk, const Build& build) {
  const InsideFiles files(disk, build.root, build.dockerfile);
  document::BuildOptions options = build.options;
  const Result<std::string> bytes = files.read(build.dockerfile);
  if (build.compose.empty() || !build.inline_of.empty() || !bytes) return options;
  Sources sources;
  const FileId file = sources.add(build.dockerfile, *bytes);
  read::Dockerfile dockerfile = read::parse_dockerfile(file, sources[file].bytes);
  Shared alone;
  read_side(files, build, dockerfile, sources, options, alone);
  return options;
}

void add_services(const Files& files, const Build& build, const ComposeSide& side,
                  const read::Dockerfile& dockerfile, facts::Facts& facts) {
  facts.defaults = facts::replaceable_defaults(side.read->project);
  if (build.other_stages) return;
  const document::ComposeProject& project = side.read->project;
  const bool overlay = document::may_be_overlay(files, build.compose);
  // ONBUILD of an image that nobody knows may declare arguments.
  const bool bases_known =
      std::all_of(facts.stages.begin(), facts.stages.end(), [](const facts::StageFact& stage) {
        if (stage.parent >= 0) return true;
        return !stage.base.empty() && (stage.base.find('/') == std::string::npos ||
                                       base_environment(stage.base).has_value());
      });
  for (const read::ComposeService* const service : side.services) {
    if (project.runs) {
      const auto index = static_cast<std::size_t>(service - project.services.data());
      facts.services.push_back(side.read->facts[index]);
      facts.services.back().stage = product(facts);
    }
    // Where another Dockerfile may be meant, what this one lacks is no flaw.
    if (service->build->below_guessed) continue;
    std::vector<facts::BuildClash> clashes =
        facts::build_clashes(dockerfile, *service, build.dockerfile);
    const bool elsewhere = service->build->context.empty() && overlay;
    std::erase_if(clashes, [&](const facts::BuildClash& clash) {
      return clash.kind == facts::ClashKind::no_argument ? !bases_known : elsewhere;
    });
    std::move(clashes.begin(), clashes.end(), std::back_inserter(facts.clashes));
  }
}

std::vector<std::string> mounted_paths(const ComposeSide& side) {
  std::vector<std::string> out;
  for (const read::ComposeService* const service : side.services) {
    for (const Text& volume : service->volumes) {
      // HOST:CONTAINER:MODE, or the path in the container alone.
      const std::string& text = volume.value;
      const std::size_t colon = text.find(":/");
      const std::size_t begin = colon == std::string::npos ? 0 : colon + 1;
      const std::string path = text.substr(begin, text.find(':', begin) - begin);
      out.push_back(volume.complete && path.starts_with('/') ? path : std::string());
    }
    for (const std::string_view key : {"volumes_from", "configs"}) {
      if (service->tree.find(key) != nullptr) out.emplace_back();
    }
  }
  return out;
}

void read_services(const Files& files, const Build& build, const document::BaseImages& images,
                   Sources& sources, FileId file, ComposeStages& out) {
  out.project = document::read_compose(files, sources, file, build.root);
  out.dockerfile = document::service_stages(out.project, out.services);
  out.document = document::evaluate(out.dockerfile, build.options, images);
  for (std::size_t i = 0; i < out.document.stages.size(); ++i) {
    document::Stage& stage = out.document.stages[i];
    stage.name = out.project.services[out.services[i]].name;
    stage.product = true;
  }
}

void add_services(const Files& files, const ComposeStages& stages, const Sources& sources,
                  facts::Facts& facts) {
  facts.defaults = facts::replaceable_defaults(stages.project);
  if (!stages.project.runs) return;
  facts.services = facts::services(stages.project, files, sources);
  facts.dollars = facts::service_dollars(stages.project, sources);
  if (stages.project.options) {
    facts.container_runs.push_back(facts::container_run(
        {.program = Text("docker", {}), .run = *stages.project.options, .span = {}}, {-1, 0, 0}));
  }
  for (std::size_t i = 0; i < stages.document.stages.size(); ++i) {
    facts::Service& service = facts.services[stages.services[i]];
    const int stage = static_cast<int>(i);
    service.stage = stage;
    // What is mounted may bring programs and packages, and hide those of the image.
    if (service.mounts) {
      facts.opaques.push_back({.at = {stage, 0, 0},
                               .span = service.span,
                               .what = "mounts files",
                               .touches = {.system = true, .packages = true}});
    }
  }
  for (const read::ComposeService& service : stages.project.services) {
    std::vector<facts::BuildClash> clashes = facts::platform_clashes(service);
    std::move(clashes.begin(), clashes.end(), std::back_inserter(facts.clashes));
  }
}

void soften_defaults(const facts::Facts& facts, std::vector<Diagnostic>& findings) {
  for (Diagnostic& finding : findings) {
    const auto meets = [&](const facts::ReplaceableDefault& value) {
      const auto touches = [&](Span span) {
        return value.span.contains(span) || span.contains(value.span);
      };
      return touches(finding.span) ||
             std::any_of(finding.notes.begin(), finding.notes.end(),
                         [&](const Note& note) { return touches(note.span); });
    };
    const auto found = std::find_if(facts.defaults.begin(), facts.defaults.end(), meets);
    if (found == facts.defaults.end()) continue;
    finding.severity = std::min(finding.severity, Severity::warning);
    finding.notes.push_back({"this is about the default: " + found->variable +
                                 " may be set to something else where Compose is called",
                             found->span,
                             {}});
  }
}

void add_compose_errors(const document::ComposeProject& project, std::vector<Diagnostic>& out) {
  for (const read::YamlError& error : project.errors)
    out.push_back(parse_error(error.span, error.message));
}

namespace {

/// Values in the tree, to see whether an edit landed where it was meant to.
std::size_t values(const read::Yaml& tree) {
  std::size_t out = 1;
  for (const read::Yaml& item : tree.items) out += values(item);
  for (const read::YamlEntry& entry : tree.entries) out += values(entry.value);
  return out;
}

/// Reads files of YAML before and after edits.
class YamlCheck {
 public:
  YamlCheck(const Sources& sources, YamlChecked& checked) : sources_(sources), checked_(checked) {}

  /// After the edits the file is YAML still, and lines that were added are values of their own.
  bool stays_yaml(const Fix& fix, FileId file) {
    const std::string_view bytes = sources_[file].bytes;
    const YamlChecked::File& before = read(file);
    // Each fix has the whole file read again; so many in one so long are nobody's.
    if (!before.known || (checked_.bytes += bytes.size()) > most_bytes) return false;
    const std::string edited = apply(bytes, file, {&fix}).bytes;
    const read::YamlFile after = read::read_yaml(file, edited);
    if (!after.known || !after.errors.empty()) return false;
    for (const Edit& edit : fix.edits) {
      if (edit.span.file != file) continue;
      const std::string_view gone = bytes.substr(edit.span.begin, edit.span.size());
      if (gone.find('#') != std::string_view::npos) return false;
      if (edit.text.find('\n') != std::string::npos && values(after.root) == before.values)
        return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t most_bytes = std::size_t{2} << 20;

  const YamlChecked::File& read(FileId file) {
    const auto [at, added] = checked_.before.try_emplace(sources_[file].path);
    if (added) {
      const read::YamlFile yaml = read::read_yaml(file, sources_[file].bytes);
      at->second = {yaml.known, values(yaml.root)};
    }
    return at->second;
  }

  const Sources& sources_;
  YamlChecked& checked_;
};

}  // namespace

void check_yaml_fixes(const Sources& sources, YamlChecked& checked,
                      std::vector<Diagnostic>& findings) {
  YamlCheck check(sources, checked);
  for (Diagnostic& finding : findings) {
    for (Fix& fix : finding.fixes) {
      const bool broken = std::any_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
        if (!edit.span) return false;
        const std::string& path = sources[edit.span.file].path;
        const bool yaml = path.ends_with(".yml") || path.ends_with(".yaml");
        return yaml && !check.stays_yaml(fix, edit.span.file);
      });
      if (!broken) continue;
      fix.edits.clear();
      fix.safety = Safety::shown;
    }
  }
}

void keep_yaml(const document::ComposeProject& project, std::vector<Diagnostic>& findings) {
  const auto yaml = [&](FileId file) {
    return std::find(project.files.begin(), project.files.end(), file) != project.files.end();
  };
  for (Diagnostic& finding : findings) {
    const rules::Rule* const rule = rules::find(finding.rule);
    if (rule == nullptr || rule->of_services) continue;
    std::erase_if(finding.fixes, [&](const Fix& fix) {
      return std::any_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
        return yaml(edit.span.file) &&
               (edit.span.size() == 0 || edit.text.empty() ||
                edit.text.find_first_of("\n #:{}[]\"'") != std::string::npos);
      });
    });
  }
}

}  // namespace cudafit
