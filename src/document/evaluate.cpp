// Walks the instructions in order, as a build does: global arguments, stages, variables, steps.

#include <algorithm>

#include "document/calls.h"
#include "document/paths.h"
#include "document/platform_stages.h"
#include "document/scope.h"
#include "read/go_text.h"
#include "terms/text_marks.h"

namespace cudafit::document {

namespace {

using read::Form;
using read::Instruction;
using read::Keyword;

/// A base whose default shell is not POSIX.
bool windows_base(std::string_view reference) {
  return reference.find("windows") != std::string_view::npos ||
         reference.find("nanoserver") != std::string_view::npos ||
         reference.find("servercore") != std::string_view::npos;
}

std::string_view last_component(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

Shell shell_from(const Instruction& instruction) {
  Shell shell{.posix = false, .options = {}};
  bool script = false;
  for (std::size_t i = 0; i < instruction.arguments.size(); ++i) {
    const std::string_view word = instruction.arguments[i].value;
    if (!shell.posix) {
      shell.posix = is_shell(last_component(word));
      continue;
    }
    // A script of its own, which gets the command as an argument.
    if (script && !word.starts_with('-')) return {.posix = false, .options = {}};
    if (word.starts_with('-') && !word.starts_with("--") && word.ends_with('c')) script = true;
    if (word == "pipefail") shell.options.pipefail = true;
    if (word.starts_with('-') && !word.starts_with("--") &&
        word.find('e') != std::string_view::npos)
      shell.options.errexit = true;
  }
  return shell;
}

class Evaluator {
 public:
  Evaluator(const read::Dockerfile& dockerfile, const BuildOptions& options,
            const BaseImages& images)
      : dockerfile_(dockerfile), options_(options), images_(images) {
    out_.file = dockerfile.file;
    out_.escape = dockerfile.escape;
    out_.shape = shape_of(dockerfile);
  }

  Document run() {
    if (out_.shape != Shape::dockerfile) return std::move(out_);
    add_platform_arguments();
    // Which stage builds on which depends on global variables only, and is known before the steps.
    for (const Instruction& instruction : dockerfile_.instructions) {
      if (!broken(instruction)) check_instruction(instruction, !out_.stages.empty(), out_.errors);
      if (instruction.keyword == Keyword::from) {
        add_stage(instruction);
      } else if (instruction.keyword == Keyword::arg && out_.stages.empty()) {
        global_argument(instruction);
      }
    }
    arrange_families(out_.stages);
    for (const Instruction& instruction : dockerfile_.instructions) {
      if (instruction.keyword == Keyword::from) {
        enter_next_stage();
      } else if (!shells_.empty()) {
        step(instruction);
      }
    }
    copied_.resize(out_.stages.size());
    for (Source& source : sources_) follow(source);
    settle_products();
    check_document(dockerfile_, out_);
    return std::move(out_);
  }

 private:
  /// What a COPY --from or a mount names, and the stage that does.
  struct Source {
    Text reference;
    std::size_t stage = 0;
  };

  /// The parser has already refused it.
  bool broken(const Instruction& instruction) const {
    const auto error = std::lower_bound(
        dockerfile_.errors.begin(), dockerfile_.errors.end(), instruction.span.begin,
        [](const read::SyntaxError& each, std::uint32_t at) { return each.span.begin < at; });
    return error != dockerfile_.errors.end() && error->span.begin < instruction.span.end;
  }

  void add_platform_arguments() {
    static constexpr std::string_view names[] = {"BUILDPLATFORM", "BUILDOS",        "BUILDARCH",
                                                 "BUILDVARIANT",  "TARGETPLATFORM", "TARGETOS",
                                                 "TARGETARCH",    "TARGETVARIANT",  "TARGETSTAGE"};
    out_.globals.reserve(2 * std::size(names));
    for (const std::string_view name : names) {
      Variable variable{.name = std::string(name),
                        .value = unknown_text(),
                        .set = true,
                        .origin = Origin::predefined,
                        .declared = {},
                        .value_span = {}};
      if (!options_.platform.empty() && name.starts_with("TARGET")) {
        if (const auto value = platform_part(name)) variable.value = Text(*value, {});
      }
      add_global(std::move(variable));
    }
  }

  std::optional<std::string> platform_part(std::string_view name) const {
    const std::string& platform = options_.platform;
    const std::size_t first = platform.find('/');
    const std::size_t second = first == std::string::npos ? first : platform.find('/', first + 1);
    if (name == "TARGETPLATFORM") return platform;
    if (name == "TARGETOS") return platform.substr(0, first);
    if (name == "TARGETARCH") {
      return first == std::string::npos ? std::string()
                                        : platform.substr(first + 1, second - first - 1);
    }
    if (name == "TARGETVARIANT")
      return second == std::string::npos ? std::string() : platform.substr(second + 1);
    return std::nullopt;
  }

  /// Splits `name=value` of an ARG as written.
  static Variable argument(const Text& word) {
    const std::size_t equals = word.value.find('=');
    const std::size_t name_size = std::min(equals, word.size());
    Variable variable{.name = word.value.substr(0, name_size),
                      .value = {},
                      .set = false,
                      .origin = Origin::arg,
                      .declared = word.slice(0, name_size).around(),
                      .value_span = {}};
    if (equals != std::string::npos) {
      variable.value = word.slice(equals + 1, word.size());
      variable.value_span = variable.value.around();
      variable.set = true;
    }
    return variable;
  }

  /// The value that whoever builds gives, if any, replaces what is written.
  bool given(Variable& variable) const {
    const auto flag = options_.args.find(variable.name);
    const auto written = options_.written_args.find(variable.name);
    variable.from_command_line = flag != options_.args.end();
    variable.from_compose = !variable.from_command_line && written != options_.written_args.end();
    if (variable.from_command_line) variable.value = Text(flag->second, {});
    if (variable.from_compose) {
      variable.value = written->second;
      variable.value_span = variable.value.around();
    }
    variable.set = variable.set || variable.from_command_line || variable.from_compose;
    return variable.from_command_line || variable.from_compose;
  }

  void global_argument(const Instruction& instruction) {
    for (const Text& word : instruction.arguments) {
      Variable variable = argument(word);
      variable.origin = Origin::global_arg;
      if (!given(variable) && variable.set) {
        std::vector<read::Use> ignored;
        variable.value = expand(variable.value, global_lookup(), ignored);
      }
      add_global(std::move(variable));
    }
  }

  void add_global(Variable variable) {
    const VariableRef ref{-1, static_cast<int>(out_.globals.size())};
    out_.by_name->add(variable.name, ref, variable.set ? Gives::argument : Gives::nothing, {});
    out_.globals.push_back(std::move(variable));
  }

  void add_variable(Variable variable) {
    const VariableRef ref{static_cast<int>(current_), static_cast<int>(stage().variables.size())};
    const Gives gives = !variable.set                    ? Gives::nothing
                        : variable.origin == Origin::arg ? Gives::argument
                                                         : Gives::environment;
    out_.by_name->add(variable.name, ref, gives, stage().family);
    stage().variables.push_back(std::move(variable));
  }

  read::Lookup global_lookup() {
    return [this](std::string_view name) -> std::optional<Text> {
      const VariableRef ref = out_.lookup_global(name);
      if (!ref) return std::nullopt;
      return out_.at(ref).set ? growth_.copy(out_.at(ref).value) : unknown_text();
    };
  }

  Text expand(const Text& raw, const read::Lookup& lookup, std::vector<read::Use>& uses) {
    static constexpr ByteSet special = "$'\"\\`";
    if (!special.in(raw.value)) return raw;
    std::size_t put_in = 0;
    const read::Lookup counted = [&](std::string_view name) {
      std::optional<Text> value = lookup(name);
      if (value) put_in += value->size();
      return value;
    };
    read::Expansion expansion = read::expand_word(raw, dockerfile_.escape, counted);
    if (expansion.error.empty() && put_in > most_in_word)
      expansion.error = "this expands to more than 1 MiB and is not followed";
    if (!expansion.error.empty()) {
      out_.errors.push_back({raw.around(), expansion.error});
      expansion.text = unknown_text();
    }
    note_growth(raw.around());
    for (read::Use& use : expansion.uses) uses.push_back(std::move(use));
    return std::move(expansion.text);
  }

  /// Says once where values became too large in all.
  void note_growth(Span span) {
    if (!growth_.exceeded || growth_noted_) return;
    growth_noted_ = true;
    out_.errors.push_back(
        {span, "the variables up to here expand to more than 64 MiB and are not followed further"});
  }

  void add_stage(const Instruction& instruction) {
    Stage stage;
    stage.index = out_.stages.size();
    stage.from = &instruction;
    std::vector<read::Use> uses;
    const read::Lookup lookup = global_lookup();
    for (const read::Flag& flag : instruction.flags) {
      std::vector<read::Use> of_platform;
      if (flag.name() == "platform") stage.platform = expand(flag.value(), lookup, of_platform);
    }
    if (!instruction.arguments.empty()) stage.base = expand(instruction.arguments[0], lookup, uses);
    if (instruction.arguments.size() == 3) stage.name = instruction.arguments[2];
    for (read::Use& use : uses) {
      VariableUse noted;
      noted.variable = out_.lookup_global(use.name);
      noted.name = std::move(use.name);
      noted.span = use.span;
      noted.op = std::move(use.op);
      stage.from_uses.push_back(std::move(noted));
    }
    const auto parent = out_.stage_numbers.find(read::to_lower(stage.base.value));
    stage.root = stage.index;
    if (parent != out_.stage_numbers.end() && stage.base.complete) {
      stage.parent = static_cast<int>(parent->second);
      stage.root = out_.stages[parent->second].root;
    }
    if (!stage.name.empty()) out_.stage_numbers[read::to_lower(stage.name.value)] = stage.index;
    out_.stages.push_back(std::move(stage));
  }

  void enter_next_stage() {
    current_ = shells_.size();
    if (stage().parent >= 0) {
      const auto parent = static_cast<std::size_t>(stage().parent);
      shells_.push_back(shells_[parent]);
      stage().directory = growth_.copy_place(out_.stages[parent].directory);
      return;
    }
    stage().directory = place_text(".");
    shells_.push_back(
        {.posix = !windows_base(stage().base.value) && dockerfile_.escape != '`', .options = {}});
    bring_base_environment();
  }

  void bring_base_environment() {
    const Text& base = stage().base;
    if (base.value == "scratch" && base.complete) {
      stage().base_known = true;
      stage().directory = place_text("/");
      return;
    }
    if (!images_ || !base.complete) return;
    const std::optional<BaseEnvironment> environment = images_(base.value);
    if (!environment) return;
    stage().base_known = environment->complete;
    if (!environment->directory.empty()) stage().directory = place_text(environment->directory);
    for (const BaseEnvironment::Entry& entry : environment->variables) {
      Variable variable{.name = entry.name,
                        .value = unknown_text(),
                        .set = true,
                        .origin = Origin::base,
                        .declared = {},
                        .value_span = {}};
      if (entry.value) variable.value = Text(*entry.value, {});
      add_variable(std::move(variable));
    }
  }

  Stage& stage() { return out_.stages[current_]; }
  Scope scope() { return {out_, current_, stage().variables.size(), growth_, stage().directory}; }

  void step(const Instruction& instruction) {
    Step step;
    step.instruction = &instruction;
    step.variables_before = stage().variables.size();
    step.directory = growth_.copy_place(stage().directory);
    note_copy_sources(instruction);
    switch (instruction.keyword) {
      case Keyword::arg:
        stage_argument(instruction, step);
        break;
      case Keyword::env:
        environment(instruction, step);
        break;
      case Keyword::shell:
        shells_.back() = shell_from(instruction);
        break;
      case Keyword::run:
      case Keyword::cmd:
      case Keyword::entrypoint:
      case Keyword::healthcheck:
        add_commands(scope(), shells_.back(), {}, step);
        note_growth(instruction.span);
        break;
      case Keyword::add:
      case Keyword::copy:
      case Keyword::expose:
      case Keyword::label:
      case Keyword::stopsignal:
      case Keyword::user:
      case Keyword::volume:
        expand_arguments(instruction, step);
        break;
      case Keyword::workdir:
        expand_arguments(instruction, step);
        if (!step.arguments.empty())
          stage().directory = place_text(stage().directory.value, step.arguments[0]);
        break;
      default:
        break;
    }
    stage().steps.push_back(std::move(step));
  }

  void expand_arguments(const Instruction& instruction, Step& step) {
    const Scope here = scope();
    std::vector<read::Use> uses;
    step.arguments.reserve(instruction.arguments.size());
    for (const Text& raw : instruction.arguments) {
      step.arguments.push_back(expand(
          raw, [&](std::string_view name) { return value_in_stage(here, name); }, uses));
    }
    note_uses(here, uses, false, step.uses);
  }

  void environment(const Instruction& instruction, Step& step) {
    expand_arguments(instruction, step);
    for (std::size_t i = 0; i + 1 < step.arguments.size(); i += 2) {
      Variable variable{.name = step.arguments[i].value,
                        .value = step.arguments[i + 1],
                        .set = true,
                        .origin = Origin::env,
                        .declared = instruction.arguments[i].around(),
                        .value_span = instruction.arguments[i + 1].around()};
      add_variable(std::move(variable));
    }
  }

  void stage_argument(const Instruction& instruction, Step& step) {
    for (const Text& word : instruction.arguments) {
      Variable variable = argument(word);
      if (!given(variable)) {
        if (variable.set) {
          const Scope here = scope();
          std::vector<read::Use> uses;
          variable.value = expand(
              variable.value, [&](std::string_view name) { return value_in_stage(here, name); },
              uses);
          note_uses(here, uses, false, step.uses);
        } else if (const VariableRef global = out_.lookup_global(variable.name)) {
          const Variable& outer = out_.at(global);
          variable.value = growth_.copy(outer.value);
          variable.set = outer.set;
          variable.value_span = outer.value_span;
          variable.from_global = true;
          variable.from_command_line = outer.from_command_line;
          variable.from_compose = outer.from_compose;
        }
      }
      step.arguments.push_back(variable.value);
      add_variable(std::move(variable));
    }
  }

  /// Follows --from of COPY and ADD, and from= of RUN --mount.
  void note_copy_sources(const Instruction& instruction) {
    for (const read::Flag& flag : instruction.flags) {
      if (flag.name() == "from") {
        note_source(flag.value());
      } else if (flag.name() == "mount") {
        const Text options = flag.value();
        std::size_t at = 0;
        while (at <= options.size()) {
          const std::size_t comma = std::min(options.value.find(',', at), options.size());
          const Text option = options.slice(at, comma);
          if (option.value.starts_with("from=")) note_source(option.slice(5, option.size()));
          at = comma + 1;
        }
      }
    }
  }

  void note_source(Text source) {
    if (source.value.find('$') != std::string::npos) source.complete = false;
    if (source.empty() || !source.complete) return;
    sources_.push_back({std::move(source), current_});
  }

  /// Once every stage is known: a source may be written below the stage that copies from it.
  void follow(Source& source) {
    const std::string& name = source.reference.value;
    if (const auto found = out_.find_stage(name)) {
      copied_[source.stage].push_back(*found);
    } else if (name.find_first_not_of("0123456789") != std::string::npos || name.size() >= 6) {
      const Span span = source.reference.around();
      out_.external_images.push_back(
          {std::move(source.reference), static_cast<int>(source.stage), span});
    }
  }

  void settle_products() {
    if (out_.stages.empty()) return;
    std::size_t last = out_.stages.size() - 1;
    const bool chosen = !options_.target.empty();
    if (chosen) {
      if (const auto found = out_.find_stage(options_.target)) {
        last = *found;
      } else {
        out_.errors.push_back({out_.stages.front().from->span,
                               "there is no stage named " + options_.target + " to build"});
      }
    }
    for (Stage& each : out_.stages) {
      if (each.parent >= 0) out_.stages[static_cast<std::size_t>(each.parent)].product = false;
      if (chosen) each.built = each.product = false;
    }
    for (const std::vector<std::size_t>& sources : copied_) {
      for (const std::size_t from : sources) out_.stages[from].product = false;
    }
    out_.stages[last].product = true;
    if (chosen) need(last);
    choose_by_platform(out_, options_.platform, copied_);
  }

  /// Marks everything the target is made from.
  void need(std::size_t index) {
    std::vector<std::size_t> waiting{index};
    while (!waiting.empty()) {
      Stage& here = out_.stages[waiting.back()];
      waiting.pop_back();
      if (here.built) continue;
      here.built = true;
      if (here.parent >= 0) waiting.push_back(static_cast<std::size_t>(here.parent));
      for (const std::size_t from : copied_[here.index]) waiting.push_back(from);
    }
  }

  const read::Dockerfile& dockerfile_;
  const BuildOptions& options_;
  const BaseImages& images_;
  Document out_;
  std::size_t current_ = 0;    ///< the stage whose steps are walked
  std::vector<Shell> shells_;  ///< of each stage entered, as it is at its end so far
  std::vector<Source> sources_;
  std::vector<std::vector<std::size_t>> copied_;  ///< the stages that each stage copies from
  Growth growth_;
  bool growth_noted_ = false;
};

}  // namespace

Document evaluate(const read::Dockerfile& dockerfile, const BuildOptions& options,
                  const BaseImages& images) {
  return Evaluator(dockerfile, options, images).run();
}

}  // namespace cudafit::document
