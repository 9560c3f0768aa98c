#include "recommend/split_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "recommend/split_effects.h"
#include "recommend/split_lists.h"
#include "recommend/split_packages.h"
#include "recommend/split_parts.h"
#include "recommend/split_paths.h"
#include "recommend/split_python.h"
#include "recommend/split_runtime.h"
#include "recommend/split_steps.h"
#include "recommend/split_text.h"

namespace cudafit::recommend {

namespace {

using document::Step;
using facts::Position;
using read::Keyword;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

class Planner {
 public:
  Planner(const graph::Graph& graph, const document::Document& document, const OtherValues& others,
          const Sources& sources, const ContextFile& file, std::size_t stage,
          const matrix::ImageTag& to)
      : graph_(graph),
        document_(document),
        others_(others),
        sources_(sources),
        file_(file),
        bytes_(sources[document.file].bytes),
        stage_(document.stages[stage]),
        number_(static_cast<int>(stage)),
        to_(to),
        end_of_line_(line_ending(bytes_)) {}

  SplitPlan run() {
    read();
    if (ok()) python();
    if (ok()) place();
    if (ok()) results();
    if (ok()) paths();
    if (ok()) packages();
    if (ok()) libraries();
    if (ok()) write();
    if (ok()) return std::move(plan_);
    SplitPlan none;
    none.refusal = plan_.refusal;
    return none;
  }

 private:
  bool ok() const { return plan_.refusal.empty(); }
  void refuse(std::string why) {
    if (plan_.refusal.empty()) plan_.refusal = std::move(why);
  }

  /// The RUNs, and the last one that builds.
  void read() {
    const std::vector<Chunk> chunks = chunks_of(stage_, bytes_);
    begin_ = chunks.front().begin;
    end_ = chunks.back().end;
    Made unused;
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < stage_.steps.size(); ++i) {
      Part part{&stage_.steps[i], chunks[i + 1], Where::both, {}, {}, {}, {}, {}};
      if (part.step->instruction->keyword == Keyword::run) {
        part.run = read_step(graph_, stage_, *part.step, unused);
        if (part.run.kind == RunStep::Kind::build && !part.run.clones_only) last = i;
      }
      parts_.push_back(std::move(part));
    }
    if (!last) return refuse("no RUN calls a compiler or build system itself");
    last_ = *last;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      Part& part = parts_[i];
      if (part.step->instruction->keyword != Keyword::run) continue;
      const bool stays = i > last_ || part.run.kind != RunStep::Kind::build;
      if (stays && text(part).find("/usr/local/cuda") != std::string::npos)
        return refuse("a RUN that does not build names the toolkit's directory");
      if (i <= last_) {
        const bool uses = uses_built(parts_, i, made_);
        part.run = read_step(graph_, stage_, *part.step, made_);
        part.run.uses_built = uses;
        if (!part.run.refusal.empty()) return refuse(part.run.refusal);
        if (!part.run.unknown.empty())
          return refuse(fmt::format("what {} leaves behind is not known", part.run.unknown));
      } else if (!part.run.unknown.empty() && !part.run.unknown.starts_with("python")) {
        return refuse(fmt::format("what {} needs is not known", part.run.unknown));
      }
    }
  }

  void python() {
    python_ = stage_python(graph_, number_, made_);
    if (!python_.refusal.empty()) return refuse(python_.refusal);
    plan_.environment = python_.makes;
  }

  /// Which stage each instruction belongs to.
  void place() {
    for (std::size_t i = 0; i < parts_.size() && ok(); ++i) {
      Part& part = parts_[i];
      const read::Instruction& instruction = *part.step->instruction;
      part.where = i > last_ ? Where::final_ : Where::both;
      switch (instruction.keyword) {
        case Keyword::onbuild:
          refuse("ONBUILD: images built on this one do more");
          break;
        case Keyword::unknown:
          refuse("an instruction is not known");
          break;
        case Keyword::user:
          if (i < last_ && !root(*part.step)) refuse("it builds as another user than root");
          break;
        case Keyword::env:
          keeps_path(instruction);
          break;
        case Keyword::run:
          if (i > last_) break;
          if (part.run.kind == RunStep::Kind::build) part.where = Where::builder;
          if (part.where == Where::builder || !part.run.uses_built) break;
          part.where = Where::builder;
          if (!only_files(part))
            refuse("a RUN uses what is built and does more: its parts belong in two stages");
          break;
        case Keyword::add:
        case Keyword::copy:
        case Keyword::arg:
        case Keyword::shell:
        case Keyword::workdir:
          break;
        default:
          part.where = Where::final_;
      }
    }
    for (Part& part : parts_) {
      const Keyword keyword = part.step->instruction->keyword;
      if (part.where == Where::both && keyword == Keyword::copy &&
          brings_tool(document_, parts_, part))
        part.where = Where::builder;
    }
    for (Part& part : parts_) {
      const Keyword keyword = part.step->instruction->keyword;
      if (part.where == Where::both && keyword == Keyword::arg && only_build_expands(parts_, part))
        part.where = Where::builder;
    }
    if (!plan_.environment.empty()) leave_system();
    // These images have no more in common than their torch.
    for (const Part& part : parts_) {
      if (python_.over_image && part.where == Where::both && part.run.changes)
        refuse("a RUN changes files of the image, which the smaller one may not have");
    }
  }

  /// uv takes the system's Python where it is told to, whatever environment is active.
  void leave_system() {
    for (Part& part : parts_) {
      if (text(part).find("UV_SYSTEM_PYTHON") != std::string::npos)
        refuse("UV_SYSTEM_PYTHON has uv install beside the system's packages");
      for (const document::Command& command : part.step->commands) {
        if (command.name() != "uv") continue;
        for (const read::Word& word : command.syntax.words) {
          const Span span = word.raw.span();
          if (word.raw.value == "--system" && span.file == document_.file)
            part.in_builder.push_back(without_word(bytes_, span, document_.escape));
        }
      }
    }
  }

  static bool root(const Step& step) {
    if (step.arguments.empty() || !step.arguments.front().complete) return false;
    const std::string& who = step.arguments.front().value;
    return who == "root" || who == "0" || who.starts_with("root:") || who.starts_with("0:");
  }

  void keeps_path(const read::Instruction& instruction) {
    for (std::size_t i = 0; i + 1 < instruction.arguments.size(); i += 2) {
      if (instruction.arguments[i].value != "PATH") continue;
      const std::string& value = instruction.arguments[i + 1].value;
      if (value.find("$PATH") == std::string::npos && value.find("${PATH") == std::string::npos)
        refuse("ENV PATH leaves out what the image has in it");
    }
  }

  /// What is copied out of the first stage.
  void results() {
    if (!plan_.environment.empty()) Made::add(made_.outputs, plan_.environment);
    for (const std::string& tree : std::vector(made_.trees)) {
      const bool emptied =
          std::find(made_.emptied.begin(), made_.emptied.end(), tree) != made_.emptied.end();
      if (!(made_.installs || emptied) || wanted(parts_, stage_, tree))
        Made::add(made_.outputs, tree);
    }
    std::vector<std::string> left;
    for (const std::string& clone : std::vector(made_.clones)) {
      const bool copied = std::any_of(made_.outputs.begin(), made_.outputs.end(),
                                      [&](const std::string& each) { return within(clone, each); });
      if (copied) continue;
      if (wanted(parts_, stage_, clone)) {
        Made::add(made_.outputs, clone);
      } else {
        left.push_back(clone);
      }
    }
    pick();
    if (made_.into_system) into_system();
    if (made_.outputs.empty()) return refuse("where the build leaves its results is not known");
    for (const std::string& each : made_.outputs) {
      if (shared_directory(each))
        return refuse(fmt::format("the build leaves its results in {} among others", each));
    }
    for (const std::string& each : leave_sources(parts_, last_, stage_, made_))
      Made::add(left, each);
    effects_ = carry_effects(document_, number_, parts_, last_, made_, file_);
    if (!effects_.refusal.empty()) return refuse(effects_.refusal);
    if (!left.empty())
      plan_.check.push_back(
          fmt::format("nothing that runs reads {}, left in the first stage", joined(left)));
  }

  /// What an installation to /usr/local leaves in directories that are there in every image.
  void into_system() {
    for (const char* const each : {"/usr/local/bin", "/usr/local/lib", "/usr/local/share"})
      Made::add(made_.outputs, each);
    const auto& image = graph_.bases[static_cast<std::size_t>(number_)].contents;
    // There CMake and others put libraries of 64 bits.
    if (image && !image->apt) Made::add(made_.outputs, "/usr/local/lib64");
    plan_.check.emplace_back(
        "what is installed and read where it runs lies in bin, lib or share of /usr/local: nothing "
        "else of it is copied");
  }

  /// What is copied is there, and found.
  void paths() {
    const auto [argument, path] = argument_of_paths(stage_, last_, made_.outputs, others_);
    if (!argument.empty())
      return refuse(fmt::format("{}, which would be copied, depends on the build argument {}", path,
                                argument));
    if (!plan_.environment.empty()) python_paths();
    if (!ok()) return;
    const Started started = started_files(document_, number_, parts_, made_.outputs, file_);
    if (!started.nowhere.empty())
      return refuse(
          fmt::format("which step makes {}, which is started, is not known", started.nowhere));
    if (!started.maybe.empty())
      plan_.check.push_back(
          fmt::format("{} is among the files that COPY brings", joined(started.maybe)));
    if (const auto left = left_beside(parts_, made_); !left.empty())
      plan_.check.push_back(fmt::format(
          "nothing that runs needs {}, which a RUN that builds makes beside it", joined(left)));
  }

  /// Python and its packages are found where they have moved to.
  void python_paths() {
    if (std::string what = forgets_path(parts_); !what.empty())
      return refuse(what +
                    ", which forgets PATH: Python's packages would be in a virtual environment");
    if (std::string what = asks_system_python(document_, number_, parts_, made_.outputs, file_);
        !what.empty())
      return refuse(what + ": Python's packages would be in a virtual environment");
    if (!python_.over_image)
      plan_.check.emplace_back(
          "what runs finds Python by PATH: what sudo, timers and logins start, and programs of the "
          "system with #!/usr/bin/python3, do not see its packages");
  }

  /// Of what cargo and npm leave, only what is named.
  void pick() {
    for (const Made::Picked& each : made_.picked) {
      const bool node = each.program != "cargo";
      for (const Part& part : parts_) {
        if (!node) break;
        for (const char* const program : {"node", "npm", "npx", "yarn", "pnpm", "next"}) {
          if (starts(part, program))
            return refuse(
                fmt::format("{} runs, and needs what {} installs", program, each.program));
        }
      }
      const std::vector<std::string> named = named_below(parts_, stage_, each.directory);
      for (const std::string& path : named) Made::add(made_.outputs, path);
      const bool copied =
          each.taken || std::any_of(made_.outputs.begin(), made_.outputs.end(),
                                    [&](const auto& path) { return within(path, each.directory); });
      if (!copied)
        return refuse(fmt::format("which of the files that {} makes in {} are used is not said",
                                  each.program, each.directory));
    }
  }

  /// Of the system's packages, those that what runs may need.
  void packages() {
    packages_ = stage_packages(
        graph_, number_, last_, python_.of_system ? std::string_view(python_.interpreter) : "",
        [&](std::string_view name) { return only_build_starts(parts_, name); });
    if (!packages_.refusal.empty()) return refuse(packages_.refusal);
    for (std::size_t i = 0; i <= last_ && ok(); ++i) {
      Part& part = parts_[i];
      if (!part.run.installs_system) continue;
      if (part.where == Where::builder) {
        part.instead = install_again(i);
      } else {
        leave_out(i);
      }
    }
    const auto left_out = packages_.names(false);
    if (std::string why = wants_left_out(parts_, left_out, packages_.names(true)); !why.empty())
      return refuse(why);
    if (const auto kept = packages_.names(true); !kept.empty()) {
      const bool dev = std::any_of(kept.begin(), kept.end(), [](const std::string& name) {
        return name.ends_with("-dev") || name.ends_with("-devel");
      });
      plan_.check.push_back(fmt::format("what runs needs {}{}", joined(kept),
                                        dev ? ", and not just the library of a -dev package" : ""));
    }
    if (!left_out.empty())
      plan_.check.push_back(fmt::format("what runs needs none of {}, left out of the second stage",
                                        joined(left_out)));
  }

  /// Makefiles of the build context, which the analysis need not have read.
  std::vector<SourceFile> makefiles() const {
    std::vector<SourceFile> out;
    for (const Part& part : parts_) {
      for (const auto& [at, tree] : part.run.trees) {
        for (const char* const name : {"Makefile", "makefile", "GNUmakefile", "CMakeLists.txt"}) {
          std::string bytes = file_ ? file_(document_, at, tree + "/" + name) : std::string();
          if (!bytes.empty()) out.push_back({tree + "/" + name, std::move(bytes)});
        }
      }
    }
    return out;
  }

  /// What comes with the compiler and is needed without it.
  void libraries() {
    const auto files = makefiles();
    const auto kept = packages_.names(true);
    if (std::string library = library_of_tools(graph_, number_, sources_, files, parts_, kept);
        !library.empty())
      return refuse(fmt::format("{} is linked, which no image without a compiler has", library));
    const OpenMp found = openmp(graph_, number_, sources_, files, parts_, kept, end_of_line_);
    install_ = found.install;
    library_ = found.by_apt;
    keep_lists(graph_, number_, parts_, last_, library_);
    if (!found.check.empty()) plan_.check.push_back(found.check);
  }

  /// In the RUN's own bytes.
  void leave_out(std::size_t step) {
    Part& part = parts_[step];
    bool any = false;
    for (const StagePackages::One& each : packages_.all) {
      if (graph_.facts.system_installs[each.install].at.step != step) continue;
      if (each.kept) {
        any = true;
        continue;
      }
      const Span span = each.name->span;
      if (span.file != document_.file || span.begin < part.chunk.begin ||
          span.end > part.chunk.end) {
        any = true;
        continue;
      }
      if (!each.instead.empty()) {
        any = true;
        part.in_final.push_back({span, each.instead});
      } else {
        part.in_final.push_back(without_word(bytes_, span, document_.escape));
      }
    }
    if (any || part.in_final.empty()) return;
    if (!part.run.packages_only) part.carried = beside_packages(part, bytes_);
    if (!part.run.packages_only && part.carried.empty())
      return refuse("a RUN installs only what the build needs, and does more");
    part.where = Where::builder;
  }

  /// For a RUN that goes on to build.
  std::optional<AptRun> install_again(std::size_t step) {
    AptRun run{.quiet =
                   text(parts_[step]).find("DEBIAN_FRONTEND=noninteractive") != std::string::npos};
    for (const StagePackages::One& each : packages_.all) {
      const facts::SystemInstall& install = graph_.facts.system_installs[each.install];
      if (install.at.step != step) continue;
      if (install.tool != facts::Installer::apt) {
        refuse("a RUN installs packages and builds, too: its parts belong in two stages");
        return std::nullopt;
      }
      run.no_recommends = run.no_recommends || install.no_recommends;
      if (each.kept) run.packages += " " + each.name->text.value;
      if (!each.instead.empty()) run.packages += " " + each.instead;
    }
    for (const facts::SourceChange& change : graph_.facts.source_changes) {
      if (change.at.stage == number_ && change.at.step == step && !change.refresh)
        refuse("a RUN adds sources of packages and builds, too: its parts belong in two stages");
    }
    return run.packages.empty() ? std::nullopt : std::optional(std::move(run));
  }

  /// The RUN that comes next does just that.
  bool loader_told_next(std::string_view loader) const {
    const auto next = std::find_if(
        parts_.begin() + static_cast<std::ptrdiff_t>(last_) + 1, parts_.end(),
        [](const Part& each) { return each.step->instruction->keyword == Keyword::run; });
    if (next == parts_.end() || next->step->commands.size() != 1) return false;
    return next->step->commands.front().syntax.span.size() == loader.size() &&
           text(*next).ends_with(loader);
  }

  std::string copies() const {
    std::string out = library_ ? library_->written(end_of_line_) : install_;
    for (const std::string& each : made_.outputs)
      out += fmt::format("COPY --from={} {} {}{}", plan_.builder, each, each, end_of_line_);
    for (const std::string& each : effects_.behind)
      out += fmt::format("RUN {}{}", each, end_of_line_);
    if (!plan_.environment.empty()) out += environment_lines(python_, end_of_line_);
    std::string loader = tells_loader(parts_);
    if (loader.empty() && made_.into_system) loader = "ldconfig";
    if (!loader.empty() && !loader_told_next(loader))
      out += fmt::format("RUN {}{}", loader, end_of_line_);
    return out;
  }

  void write() {
    plan_.builder = free_name(document_);
    if (plan_.builder.empty()) return refuse("every name for another stage is taken");
    const graph::ImageNeed& image = *graph_.base_image(number_);
    const std::string now = stage_.from->arguments.front().value;
    const std::string image_to = image_words(stage_, image.repository, image.tag, to_.tag);
    if (image_to.find('$') == std::string::npos && now.find('$') != std::string::npos)
      plan_.check.push_back(fmt::format(
          "both stages start from the same release: {} names only that of the first", now));
    std::string first = from_line(stage_, bytes_, now, plan_.builder);
    std::string second = from_line(stage_, bytes_, image_to, "");
    bool environment = plan_.environment.empty();
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Part& part = parts_[i];
      if (!environment && part.run.python && part.where == Where::builder) {
        const bool lists = lists_wanted(graph_, number_, parts_, i, last_, false);
        first += end_of_line_ + make_environment(python_, packages_, lists, end_of_line_);
        environment = true;
      }
      if (part.where != Where::final_)
        first += written(bytes_, part.chunk, part.in_builder, document_.escape);
      if (part.where != Where::builder)
        second += written(bytes_, part.chunk, part.in_final, document_.escape);
      if (part.instead) second += part.instead->written(end_of_line_);
      if (!part.carried.empty()) second += part.carried + end_of_line_;
      if (i == last_) second += copies();
    }
    plan_.edits.push_back(
        {{document_.file, static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(end_)},
         first + end_of_line_ + second});
  }

  const graph::Graph& graph_;
  const document::Document& document_;
  const OtherValues& others_;
  const Sources& sources_;
  const ContextFile& file_;
  std::string_view bytes_;
  const document::Stage& stage_;
  int number_;
  const matrix::ImageTag& to_;
  std::string end_of_line_;
  std::size_t begin_ = 0, end_ = 0;
  std::size_t last_ = 0;  ///< the step behind which nothing builds any more
  std::vector<Part> parts_;
  Made made_;
  Effects effects_;
  StagePackages packages_;
  std::string install_;            ///< of libraries, in the second stage
  std::optional<AptRun> library_;  ///< the same where apt does
  StagePython python_;
  SplitPlan plan_;
};

}  // namespace

SplitPlan plan_split(const graph::Graph& graph, const document::Document& document,
                     const OtherValues& others, const Sources& sources, const ContextFile& file,
                     std::size_t stage, const matrix::ImageTag& to) {
  return Planner(graph, document, others, sources, file, stage, to).run();
}

}  // namespace cudafit::recommend
