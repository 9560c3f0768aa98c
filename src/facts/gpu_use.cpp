// Commands of a RUN that fail because a build has no GPU. Slip::detail is what the failure looks
// like.

#include <algorithm>
#include <map>

#include "facts/extract.h"
#include "facts/runs.h"

namespace cudafit::facts {

namespace {

bool python(std::string_view name) {
  return name.starts_with("python") &&
         name.substr(6).find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// `sys.exit(0)`, `raise SystemExit`, `os.execv(...)`
bool may_end(std::string_view statement) {
  for (const std::string_view word : {"exit", "quit", "Exit", "exec", "abort", "kill", "raise"}) {
    if (statement.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// The statement of `code` that cannot succeed without a GPU; empty when every path may.
std::string_view needs_gpu(std::string_view code) {
  // Anything that branches or catches may be there for the machine without a GPU.
  for (const std::string_view word : {"try:", "except", "if ", " or ", "else", "def ", "class ",
                                      "mock", "suppress", "lambda", "\"\"\"", "'''"}) {
    if (code.find(word) != std::string_view::npos) return {};
  }
  if (code.find("import") == std::string_view::npos) return {};
  std::size_t at = 0;
  while (at < code.size()) {
    const std::size_t end = std::min(code.find_first_of(";\n", at), code.size());
    const std::string_view written = code.substr(at, end - at);
    const std::string_view statement = trim(written);
    const bool indented = (at == 0 || code[at - 1] == '\n') && written.size() > statement.size() &&
                          (written[0] == ' ' || written[0] == '\t');
    at = end + 1;
    // What stands in a loop may never run.
    if (indented) {
      if (may_end(statement)) return {};
      continue;
    }
    constexpr std::string_view assertion = "assert torch.cuda.is_available()";
    if (statement.starts_with(assertion)) {
      // `== False` and the like assert something else.
      const std::string_view rest = trim(statement.substr(assertion.size()));
      if (rest.empty() || rest.starts_with(',')) return statement.substr(0, assertion.size());
    }
    std::string_view call = statement;
    if (call.starts_with("print(")) call.remove_prefix(6);
    for (const std::string_view name :
         {"torch.cuda.get_device_name(", "torch.cuda.get_device_properties(",
          "torch.cuda.get_device_capability(", "torch.cuda.current_device("}) {
      if (call.starts_with(name)) return statement;
    }
    if (may_end(statement)) return {};
  }
  return {};
}

/// The Python code of `python -c '...'` or `python <<EOF`.
const Text* code_of(const Command& command) {
  for (std::size_t i = command.arguments(); i < command.words.size(); ++i) {
    const std::string& word = command.words[i].value;
    if (word.starts_with("-O")) return nullptr;  // without assertions
    if (word == "-c") return i + 1 < command.words.size() ? &command.words[i + 1] : nullptr;
    if (word != "-" && !word.starts_with("-")) return nullptr;  // a file
  }
  for (const read::Redirect& redirect : command.syntax.redirects) {
    if (!redirect.body.empty()) return &redirect.body;
  }
  return nullptr;
}

/// `nvidia-smi --help` needs only the program.
bool only_asks(const Command& command) {
  const std::size_t at = command.arguments();
  if (at >= command.words.size()) return false;
  const std::string& word = command.words[at].value;
  return word == "--help" || word == "-h" || word == "--version";
}

/// The stage, or one it builds on, may put a program of that name in place itself.
bool brings(const Document& document, const Stage& stage, std::string_view program) {
  const std::string path = "/" + std::string(program);
  for (int index = static_cast<int>(stage.index); index >= 0;
       index = document.stages[static_cast<std::size_t>(index)].parent) {
    for (const Step& step : document.stages[static_cast<std::size_t>(index)].steps) {
      const read::Keyword keyword = step.instruction->keyword;
      const bool copies = keyword == read::Keyword::copy || keyword == read::Keyword::add;
      if (copies && step.instruction->line.value.find(program) != std::string::npos) return true;
      if (keyword == read::Keyword::run && step.mentions(path)) return true;
    }
  }
  return false;
}

/// Jetson images are also built by builders that do pass the GPU on (the default runtime of
/// Docker's legacy builder).
bool jetson(const Document& document, const Stage& stage) {
  std::size_t root = stage.index;
  while (document.stages[root].parent >= 0)
    root = static_cast<std::size_t>(document.stages[root].parent);
  return document.stages[root].base.value.find("l4t") != std::string::npos;
}

/// The command itself, or one of its script, says where programs are found: another one of that
/// name may be there.
bool finds_another(Position at, const Facts& facts) {
  const VariableAnswer path = facts.variable(at, "PATH");
  return path.script_decides ||
         (path.setting != nullptr && (path.setting->kind == SettingKind::prefix ||
                                      path.setting->kind == SettingKind::exported));
}

void look_at(const Command& command, Position at, Facts& out) {
  if (command.syntax.failure != read::Failure::fatal || only_asks(command)) return;
  const std::string_view name = command.name();
  Slip slip{.kind = SlipKind::gpu_needed, .stage = at.stage, .span = command.syntax.span};
  const bool tool = name == "nvidia-smi" || name == "deviceQuery";
  if (tool && finds_another(at, out)) return;
  if (name == "nvidia-smi") {
    slip.subject = "nvidia-smi";
    slip.detail = "nvidia-smi: not found";
  } else if (name == "deviceQuery") {
    slip.subject = "deviceQuery";
    slip.detail = "cudaGetDeviceCount returned 35";
  } else if (python(name)) {
    const Text* code = code_of(command);
    if (code == nullptr || !code->complete) return;
    const std::string_view statement = needs_gpu(code->value);
    if (statement.empty()) return;
    slip.subject = statement;
    slip.detail = statement.starts_with("assert") ? "AssertionError"
                                                  : "Found no NVIDIA driver on your system";
  } else {
    return;
  }
  if (!slip.span) return;
  out.slips.push_back(std::move(slip));
}

}  // namespace

void gpu_use(const Document& document, Facts& out) {
  std::map<std::size_t, bool> brought;  // by stage
  const auto brings_smi = [&](const Stage& stage) {
    const auto [known, fresh] = brought.try_emplace(stage.index, false);
    if (fresh) known->second = brings(document, stage, "nvidia-smi");
    return known->second;
  };
  each_step(document, [&](const Stage& stage, const Step& step) {
    if (step.instruction->keyword != read::Keyword::run || !step.understood) return;
    const bool device = std::any_of(step.instruction->flags.begin(), step.instruction->flags.end(),
                                    [](const read::Flag& flag) { return flag.name() == "device"; });
    if (device || jetson(document, stage)) return;
    if (step.mentions("PYTHONOPTIMIZE")) return;
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (is_function(step, command.name())) continue;
      if (command.name() == "nvidia-smi" && brings_smi(stage)) continue;
      look_at(command, position(stage, step, i), out);
    }
  });
}

}  // namespace cudafit::facts
