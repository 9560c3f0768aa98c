// Variables that are not what the line that uses them says.

#include <algorithm>
#include <set>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

/// `${X:-w}` says what to do without X.
bool has_fallback(std::string_view op) {
  return op == ":-" || op == "-" || op == "+" || op == ":+";
}

bool name_char(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The text gives `name` a value in some way that is not followed: `NAME=2 sh -c`, `${NAME:=2}`,
/// `((NAME=1))`, `read NAME`. `make NAME=$NAME` only passes on what is there.
bool may_set(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (name_char(before) || before == '$') continue;
    std::string_view rest = text.substr(at + name.size());
    if (!rest.empty() && name_char(rest[0])) continue;
    const bool braced = before == '{';
    if (!braced &&
        (rest.empty() || rest[0] == ' ' || rest[0] == ';' || rest[0] == '\n' || rest[0] == ')'))
      return true;
    if (rest.starts_with(":=") || rest.starts_with("+=")) return true;
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(std::min(rest.find_first_not_of("=\"'"), rest.size()));
    const bool itself = rest.starts_with(std::string("$").append(name)) ||
                        rest.starts_with(std::string("${").append(name));
    if (!itself) return true;
  }
  return false;
}

/// A login or interactive shell, an environment that is activated: files that are not read here set
/// variables.
bool sources_files(std::string_view text) {
  for (const std::string_view mark :
       {" -lc ", " -ic ", " -lic ", " -l -c ", "--login", "activate", ". /", "source "}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

/// What could set variables in this stage besides what is followed.
struct Habits {
  bool shell_files = false;  ///< SHELL with -l or -i, BASH_ENV
  bool triggers = false;     ///< a stage below has ONBUILD ARG or ENV
};

Habits habits_of(const Document& document, const Stage& stage) {
  Habits out;
  for (const Step& step : stage.steps) {
    if (step.instruction->keyword == read::Keyword::shell) {
      for (const Text& word : step.instruction->arguments) {
        const bool flags = word.value.size() > 1 && word.value[0] == '-' && word.value[1] != '-';
        out.shell_files =
            out.shell_files || (flags && word.value.find_first_of("li") != std::string::npos) ||
            word.value == "conda" || word.value == "micromamba" || word.value == "--login";
      }
    }
    out.shell_files =
        out.shell_files || (step.instruction->keyword == read::Keyword::env &&
                            step.instruction->line.value.find("BASH_ENV") != std::string::npos);
  }
  if (stage.parent >= 0) {
    for (const Step& step : document.stages[static_cast<std::size_t>(stage.parent)].steps) {
      out.triggers = out.triggers || step.instruction->keyword == read::Keyword::onbuild;
    }
  }
  return out;
}

/// A global ARG (or a platform argument) that the stage uses without declaring it: it expands to
/// nothing.
void undeclared(const Document& document, const Stage& stage, Facts& out) {
  if (!document.base_known(stage.index)) return;
  const Habits habits = habits_of(document, stage);
  if (habits.triggers) return;
  std::set<std::string, std::less<>> seen;
  for (const Step& step : stage.steps) {
    // What a container runs gets its variables when it is started.
    const read::Keyword keyword = step.instruction->keyword;
    if (keyword == read::Keyword::cmd || keyword == read::Keyword::entrypoint ||
        keyword == read::Keyword::healthcheck) {
      continue;
    }
    for (const document::VariableUse& use : step.uses) {
      if (use.variable || use.maybe_set_in_script || has_fallback(use.op) || !use.span) continue;
      const document::VariableRef global = document.lookup_global(use.name);
      if (!global || seen.contains(use.name)) continue;
      const document::Variable& variable = document.at(global);
      const bool platform = variable.origin == document::Origin::predefined;
      if (!platform && (!variable.set || (variable.value.complete && variable.value.empty())))
        continue;
      if (use.in_shell) {
        const std::string_view line = step.instruction->line.value;
        const bool elsewhere =
            std::any_of(step.instruction->heredocs.begin(), step.instruction->heredocs.end(),
                        [&](const read::Heredoc& heredoc) {
                          return may_set(heredoc.content.value, use.name) ||
                                 sources_files(heredoc.content.value);
                        });
        if (habits.shell_files || may_set(line, use.name) || sources_files(line) || elsewhere)
          continue;
      }
      seen.insert(use.name);
      Slip slip{.kind = SlipKind::global_arg_unused_in_stage,
                .stage = static_cast<int>(stage.index),
                .span = use.span,
                .subject = use.name,
                .detail = variable.value.complete ? variable.value.value : std::string(),
                .extra = platform ? "platform" : ""};
      if (!platform)
        slip.how.push_back(
            {use.name + " is declared here, before the first FROM", variable.declared});
      const Span from = stage.from->span;
      slip.edits.push_back({{from.file, from.end, from.end}, "\nARG " + use.name});
      out.slips.push_back(std::move(slip));
    }
  }
}

/// Renames the ARG and its uses in the stage.
std::vector<Edit> rename(const document::Variable& argument,
                         const std::vector<const document::VariableUse*>& uses) {
  const std::string name = "BUILD_" + argument.name;
  std::vector<Edit> edits{{argument.declared, name}};
  for (const document::VariableUse* use : uses) {
    if (!use->span) return {};
    // The name stands behind `$` or `${`.
    const bool braced = use->span.size() > argument.name.size() + 1;
    const std::uint32_t begin = use->span.begin + (braced ? 2u : 1u);
    const std::uint32_t end = begin + static_cast<std::uint32_t>(argument.name.size());
    if (end > use->span.end) return {};
    edits.push_back({{use->span.file, begin, end}, name});
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  return edits;
}

/// An ARG with another value than the variable of the same name that the base image brings.
/// Builders differ in which of the two the steps see; the running container sees the image's.
void shadowed(const Document& document, const Stage& stage, Facts& out) {
  std::vector<std::vector<const document::VariableUse*>> used(stage.variables.size());
  for (const Step& step : stage.steps) {
    for (const document::VariableUse& use : step.uses) {
      if (use.variable && use.variable.stage == static_cast<int>(stage.index))
        used[static_cast<std::size_t>(use.variable.index)].push_back(&use);
    }
  }
  for (std::size_t i = 0; i < stage.variables.size(); ++i) {
    const document::Variable& argument = stage.variables[i];
    if (argument.origin != document::Origin::arg || !argument.set || !argument.value.complete ||
        !argument.declared)
      continue;
    const document::VariableRef brought = document.base_variable(stage, argument.name);
    if (!brought || used[i].empty()) continue;
    const document::Variable& base = document.at(brought);
    if (!base.value.complete || base.value.value == argument.value.value) continue;
    const std::vector<const document::VariableUse*>& uses = used[i];
    Slip slip{.kind = SlipKind::arg_shadowed,
              .stage = static_cast<int>(stage.index),
              .span = argument.declared,
              .subject = argument.name,
              .detail = argument.value.value,
              .extra = base.value.value};
    slip.how.push_back({"used here", uses.front()->span});
    if (argument.from_global)
      slip.how.push_back({"its value is written here", argument.value_span});
    if (!argument.from_global && !argument.from_command_line && !argument.from_compose)
      slip.edits = rename(argument, uses);
    out.slips.push_back(std::move(slip));
  }
}

/// A variable that a stage below set with ARG, used here: each stage starts with its image's
/// environment again.
void lost_argument(const Document& document, const Stage& stage, Facts& out) {
  std::set<std::string, std::less<>> seen;
  for (const Step& step : stage.steps) {
    for (const document::VariableUse& use : step.uses) {
      if (!use.variable || !use.span || use.maybe_set_in_script) continue;
      const document::Variable& got = document.at(use.variable);
      if (got.origin != document::Origin::base || !got.value.complete) continue;
      const document::VariableRef below = document.argument_below(stage, use.name);
      if (!below) continue;
      const document::Variable& argument = document.at(below);
      if (!argument.value.complete || argument.value.value == got.value.value ||
          !seen.insert(use.name).second)
        continue;
      Slip slip{.kind = SlipKind::arg_lost,
                .stage = static_cast<int>(stage.index),
                .span = use.span,
                .subject = use.name,
                .detail = argument.value.value,
                .extra = got.value.value};
      slip.how.push_back({"the stage below sets it with ARG", argument.declared});
      out.slips.push_back(std::move(slip));
    }
  }
}

}  // namespace

void variables(const Document& document, Facts& out) {
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    undeclared(document, stage, out);
    shadowed(document, stage, out);
    if (stage.parent >= 0) lost_argument(document, stage, out);
  }
}

}  // namespace cudafit::facts
