// What is known about the thing at a place, in Markdown.

#include <algorithm>
#include <optional>

#include "lsp/card.h"
#include "lsp/look_up.h"
#include "lsp/pages.h"
#include "lsp/reading.h"
#include "matrix/container.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/torch.h"
#include "rules/rules.h"

namespace cudafit::lsp {
namespace {

/// The answer of the matrix, the first sections of it.
void add_answer(Card& card, const std::vector<std::string>& question, std::size_t sections,
                std::size_t lines) {
  const ask::Reply reply = ask::ask({.words = question});
  if (!reply.answer) return;  // nothing is known of it
  card.line(card.safe(reply.answer->summary));
  for (std::size_t i = 0; i < reply.answer->sections.size() && i < sections; ++i)
    card.table(reply.answer->sections[i], lines);
}

const graph::HostRange* range_of(const graph::Graph& graph, std::size_t stage) {
  for (const graph::HostRange& range : graph.host_ranges) {
    if (range.stage == static_cast<int>(stage)) return &range;
  }
  return nullptr;
}

std::optional<Closely> closely(Session& session, const Reading& reading) {
  for (const Analysed* const build : reading.builds) {
    if (build->path == reading.path) return session.workspace.closely(*build);
  }
  return std::nullopt;
}

Card about_from(Session& session, const Reading& reading, const document::Stage& stage) {
  Card card{reading.plain};
  if (stage.from->arguments.empty() || !reading.inside(stage.from->arguments.front().around()))
    return card;
  if (stage.parent >= 0) {
    const document::Stage& parent = reading.document.stages[static_cast<std::size_t>(stage.parent)];
    card.line("stage " + card.name(parent.label()));
    card.line("starts from " + card.name(parent.base.value));
    return card;
  }
  card.heading(stage.base.value);
  if (!stage.base.complete) {
    card.line("A part of the name is not known.");
    return card;
  }
  if (const std::string name = unset(reading.document, stage.from_uses); !name.empty()) {
    card.line(card.name(name) + " has no value here.");
    return card;
  }
  if (stage.base.value == "scratch") return card;
  add_answer(card, {"image", stage.base.value}, 3, 16);
  const std::optional<Closely> build = closely(session, reading);
  if (!build) return card;
  if (const graph::HostRange* const range = range_of(build->graph, stage.index))
    card.line("This stage: " + card.safe(range->words));
  return card;
}

/// What holds of a package however it was asked for.
ask::Section package_facts(const graph::Package& package, const graph::WheelChoice* choice) {
  ask::Section facts;
  const auto fact = [&](const char* name, std::string value) {
    if (!value.empty()) facts.lines.push_back({{name, std::move(value)}, {}, false});
  };
  if (package.assumed) fact("version", "nothing pins it: the newest that is known");
  if (package.gpu == Known::no) fact("CUDA", "none: a build for the CPU");
  fact("CUDA", package.cuda ? package.cuda.text() : "");
  if (const auto floor = matrix::driver_floor(package.cuda, matrix::HostOs::linux_);
      package.cuda && floor)
    fact("driver", ">= " + driver_text(floor->needed));
  if (choice == nullptr || !choice->wheel) return facts;
  const matrix::TorchWheel& wheel = *choice->wheel;
  fact("from", wheel.pypi ? "PyPI" : "download.pytorch.org/whl/" + std::string(wheel.directory));
  fact("cuDNN", std::string(wheel.cudnn));
  fact("NCCL", std::string(wheel.nccl));
  if (const auto code = matrix::torch_archs(wheel.torch, wheel.variant, wheel.platform)) {
    std::string names;
    for (const auto* const list : {&code->sass, &code->ptx}) {
      for (const std::string_view each : *list) (names += names.empty() ? "" : " ") += each;
    }
    fact("code for", names);
  }
  return facts;
}

/// Of a requirement: what is installed for it.
Card about_package(Session& session, const Reading& reading) {
  Card card{reading.plain};
  for (const Analysed* const build : reading.builds) {
    const Closely near = session.workspace.closely(*build);
    const graph::Graph& graph = near.graph;
    Pages pages(session, near.report, build->path);
    const auto here = [&](Span span) {
      return span && span.begin <= reading.at && reading.at <= span.end &&
             pages.path(span.file) == reading.path;
    };
    const graph::WheelChoice* choice = nullptr;
    for (const graph::WheelChoice& each : graph.wheels) {
      if (here(graph.facts.pip_installs[each.install].requirements[each.requirement].span))
        choice = &each;
    }
    for (const graph::Package& package : graph.packages) {
      const bool asked =
          package.place == Place::pip && package.install >= 0 && package.requirement >= 0;
      const Span span = asked ? graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
                                    .requirements[static_cast<std::size_t>(package.requirement)]
                                    .span
                              : package.span;
      if (package.requirement < 0 || !here(span)) continue;
      card.heading(package.title());
      card.table(package_facts(package, choice), 20);
      if (!package.version.empty()) add_answer(card, {package.name, package.version}, 0, 0);
      return card;
    }
    if (choice == nullptr) continue;
    card.line(card.name(choice->package) + (choice->outcome == graph::WheelChoice::Outcome::none
                                                ? ": no index has what is asked for"
                                                : ": which wheel is taken is not known"));
    return card;
  }
  return card;
}

bool in_value_of(const Reading& reading, std::initializer_list<std::string_view> variables) {
  const Word line = reading.line();
  const std::string_view before = line.text.substr(0, reading.at - line.begin);
  return std::any_of(variables.begin(), variables.end(), [&](std::string_view variable) {
    const std::size_t found = before.rfind(variable);
    if (found == std::string_view::npos) return false;
    std::string_view rest = before.substr(found + variable.size());
    if (!rest.starts_with('=') && !rest.starts_with(' ') && !rest.starts_with(':')) return false;
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const bool quoted = rest.starts_with('"') || rest.starts_with('\'');
    return quoted ? rest.find(rest.front(), 1) == std::string_view::npos
                  : rest.find_first_of(" \t&|") == std::string_view::npos;
  });
}

Card about_architecture(const Reading& reading) {
  Card card{reading.plain};
  const std::string_view word = word_at(reading.bytes, reading.at, "_.").text;
  const bool named = word.starts_with("sm_") || word.starts_with("compute_");
  const bool list = in_value_of(reading, {"TORCH_CUDA_ARCH_LIST", "CMAKE_CUDA_ARCHITECTURES",
                                          "CUDAARCHS", "CUDA_ARCHITECTURES"});
  if (!named && !list) return card;
  std::string digits(word.substr(named ? word.find('_') + 1 : 0));
  const Version cc = matrix::cc_of(digits);
  if (!cc) return card;
  card.heading(matrix::sm_name(cc));
  add_answer(card, {matrix::sm_name(cc)}, 1, 10);
  std::string names;
  std::size_t count = 0;
  for (const matrix::Gpu& gpu : matrix::gpus()) {
    if (gpu.cc != cc || gpu.name.empty() || ++count > 12) continue;
    (names += names.empty() ? "" : ", ") += gpu.name;
  }
  if (!names.empty()) card.line("GPUs: " + card.safe(names) + (count > 12 ? ", ..." : ""));
  return card;
}

Card about_driver_variable(const Reading& reading) {
  Card card{reading.plain};
  const std::string_view word = word_at(reading.bytes, reading.at, "_-").text;
  const bool capabilities = in_value_of(reading, {"NVIDIA_DRIVER_CAPABILITIES"});
  if (capabilities) {
    if (const auto known = matrix::driver_capability(word)) {
      card.heading(known->name);
      card.line(card.safe(known->gives));
      if (!known->error.empty()) card.line("Without it: " + card.safe(known->error));
    }
    return card;
  }
  if (word == "NVIDIA_DRIVER_CAPABILITIES") {
    card.heading(word);
    card.line("Which parts of the driver the container toolkit puts into a container.");
    ask::Section section;
    for (const matrix::DriverCapability& each : matrix::driver_capabilities())
      section.lines.push_back({{std::string(each.name), std::string(each.gives)}, {}, false});
    card.table(section, 20);
  } else if (word == "NVIDIA_VISIBLE_DEVICES") {
    card.heading(word);
    card.line(
        "Which GPUs the container toolkit puts into a container: `all`, numbers or UUIDs with "
        "commas between; `none`: the driver without a GPU; `void` or empty: nothing at all.");
  } else if (word == "NVIDIA_REQUIRE_CUDA") {
    card.heading(word);
    card.line(
        "What the container toolkit asks of the driver before it starts a container. Alternatives "
        "stand between blanks, conditions of one between commas.");
  }
  return card;
}

Card about_rule(const Reading& reading) {
  Card card{reading.plain};
  if (reading.comment().find("cudafit:") == std::string_view::npos) return card;
  const rules::Rule* const rule = rules::find(word_at(reading.bytes, reading.at, "-").text);
  if (rule == nullptr) return card;
  card.heading(rule->info.id);
  card.line(card.safe(rule->info.summary));
  card.text += rule->info.docs;
  return card;
}

Card about_variable(const Reading& reading) {
  Card card{reading.plain};
  const document::VariableUse* const use = reading.use();
  if (use == nullptr || !use->variable) return card;
  const document::Variable& variable = reading.document.at(use->variable);
  if (variable.set && variable.value.complete) {
    card.heading(use->name + " = " + variable.value.value);
  } else {
    card.line(card.name(use->name) + (variable.set ? ": not known" : ": not set"));
  }
  if (variable.from_command_line) card.line("given by the build's arguments");
  if (variable.from_compose) card.line("given by a Compose file");
  if (variable.origin == document::Origin::base) card.line("set by the base image");
  return card;
}

}  // namespace

Answer hover(Session& session, const Json& params) {
  const std::unique_ptr<Reading> reading = read_at(session, params);
  if (reading == nullptr) return Json();
  Card card = about_rule(*reading);
  if (card.text.empty() && reading->is_dockerfile && reading->comment().empty()) {
    card = about_variable(*reading);
    if (const document::Stage* const stage = reading->from()) {
      Card from = about_from(session, *reading, *stage);
      card.text += from.text;
    }
  }
  if (card.text.empty()) card = about_driver_variable(*reading);
  if (card.text.empty()) card = about_architecture(*reading);
  if (card.text.empty()) card = about_package(session, *reading);
  if (card.text.empty()) return Json();
  while (card.text.ends_with('\n')) card.text.pop_back();
  return Json{{"contents",
               {{"kind", session.client.markdown ? "markdown" : "plaintext"},
                {"value", std::move(card.text)}}}};
}

}  // namespace cudafit::lsp
