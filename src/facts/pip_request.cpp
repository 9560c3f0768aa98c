#include "facts/pip_request.h"

#include <algorithm>
#include <array>
#include <set>

#include "facts/runs.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

bool name_char(char c) { return ascii::alnum(c) || c == '_'; }

/// The word is one requirement whatever its unknown parts hold: what is written before them already
/// says so.
bool one_requirement(std::string_view raw) {
  if (raw.starts_with('"') || raw.starts_with('\'')) raw.remove_prefix(1);
  const std::size_t loose = std::min(raw.find_first_of("$`"), raw.size());
  raw = raw.substr(0, loose);
  std::size_t at = 0;
  while (at < raw.size() && (name_char(raw[at]) || raw[at] == '-' || raw[at] == '.')) ++at;
  if (at == 0 || at == raw.size()) return false;
  return std::string_view("=<>~![@+:/").find(raw[at]) != std::string_view::npos;
}

class Reader {
 public:
  Reader(const PipScene& scene, const PipCall& call) : scene_(scene), call_(call) {
    PipInstall& install = out_.install;
    install.at = scene.at;
    install.tool = call.tool;
    install.span = scene.command.syntax.span;
    install.program = call.program_name;
    install.elsewhere = call.action == PipAction::download || call.action == PipAction::wheel;
    install.complete = !call.partial;
    install.options_known = !call.partial;
    install.certainty = certainty_of(scene.command);
  }

  PipRequest run(const PipConfiguration& configuration) {
    const bool uv = call_.tool == Installer::uv;
    if (!uv) {
      if (!configuration.known) out_.install.options_known = false;
      for (const auto* section : {&configuration.global, &configuration.install}) {
        for (const auto& [key, value] : *section) {
          if (const PipOptionRow* row = pip_option(call_.tool, "--" + key); row != nullptr)
            from_outside(*row, value);
        }
      }
      variables();
    }
    words();
    if (uv) variables();
    finish();
    return std::move(out_);
  }

 private:
  // ---- the command line

  void words() {
    bool options = true;
    const std::vector<CallWord>& words = call_.words;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const CallWord& word = words[i];
      const std::string_view value = word.value();
      if (options && value == "--" && word.text.complete) {
        options = false;
      } else if (call_.partial &&
                 (value.find("{}") != std::string_view::npos || value == "+" || value == ";")) {
        // Where the words from elsewhere go.
      } else if (word.open && !one_requirement(word.raw.value)) {
        // Any number of options and packages.
        out_.install.complete = false;
        if (!named_before_expansion(word)) out_.install.options_known = false;
      } else if (!options || value.size() < 2 || value[0] != '-') {
        argument(word);
      } else {
        i = value[1] == '-' ? long_option(i) : short_options(i);
      }
    }
  }

  /// Something that is no option is written before what is not known.
  static bool named_before_expansion(const CallWord& word) {
    const std::string& raw = word.raw.value;
    return !raw.empty() && std::string_view("-$`\"'").find(raw[0]) == std::string_view::npos;
  }

  std::size_t long_option(std::size_t i) {
    const CallWord& word = call_.words[i];
    const std::size_t equals = std::min(word.text.value.find('='), word.text.size());
    const PipOptionRow* row = pip_option(call_.tool, word.value().substr(0, equals));
    if (row == nullptr) {
      // Whether the next word belongs to it is not known either.
      out_.install.complete = out_.install.options_known = false;
      return i;
    }
    if (!row->takes_value) {
      flag(*row);
      return i;
    }
    if (equals < word.text.size()) {
      value(*row, word, equals + 1);
      return i;
    }
    return value_behind(*row, i);
  }

  /// -U, -qU, -r file, -rfile
  std::size_t short_options(std::size_t i) {
    const CallWord& word = call_.words[i];
    for (std::size_t at = 1; at < word.text.size(); ++at) {
      const PipOptionRow* row = pip_option(call_.tool, std::string("-") + word.text.value[at]);
      if (row == nullptr) {
        out_.install.complete = out_.install.options_known = false;
        return i;
      }
      if (!row->takes_value) {
        flag(*row);
        continue;
      }
      if (at + 1 == word.text.size()) return value_behind(*row, i);
      const bool equals = call_.tool == Installer::uv && word.text.value[at + 1] == '=';
      value(*row, word, at + (equals ? 2 : 1));
      return i;
    }
    return i;
  }

  std::size_t value_behind(const PipOptionRow& row, std::size_t i) {
    if (i + 1 < call_.words.size()) {
      value(row, call_.words[i + 1], 0);
      return i + 1;
    }
    if (call_.partial) return i;
    out_.install.complete = out_.install.options_known = false;
    return i;
  }

  void flag(const PipOptionRow& row) {
    given_.insert(row.meaning);
    flag(row.meaning);
  }

  void flag(PipOption meaning) {
    PipInstall& install = out_.install;
    switch (meaning) {
      case PipOption::no_index:
        install.no_index = true;
        break;
      case PipOption::pre:
        install.pre = true;
        break;
      case PipOption::no_deps:
        install.no_deps = true;
        break;
      case PipOption::no_build_isolation:
        install.no_build_isolation = true;
        break;
      case PipOption::no_build:
        install.only_binary = {":all:"};
        break;
      case PipOption::all_extras:
        out_.all_extras = true;
        break;
      case PipOption::no_sources:
        out_.sources = false;
        break;
      case PipOption::upgrade:
        install.upgrade = true;
        break;
      case PipOption::reinstall:
        install.force_reinstall = true;
        break;
      case PipOption::break_system_packages:
        install.break_system_packages = true;
        break;
      case PipOption::dry_run:
        install.dry_run = true;
        break;
      case PipOption::system:
        out_.system = true;
        break;
      case PipOption::no_config:
        out_.reads_configuration = false;
        break;
      case PipOption::unread:
        install.complete = install.options_known = false;
        break;
      case PipOption::help:
        out_.nothing = true;
        break;
      default:
        break;
    }
  }

  void value(const PipOptionRow& row, const CallWord& word, std::size_t begin) {
    if (row.meaning == PipOption::other) return;
    given_.insert(row.meaning);
    OptionValue option{.value = word.text.slice(begin, word.text.size()),
                       .span = word.span(begin),
                       .how = links_of(scene_, word.raw),
                       .from_variable = false};
    one(row.meaning, std::move(option));
  }

  /// One value of an option takes effect.
  void one(PipOption meaning, OptionValue option) {
    PipInstall& install = out_.install;
    switch (meaning) {
      case PipOption::requirements:
      case PipOption::constraints:
        out_.files.push_back({.path = std::move(option.value),
                              .span = option.span,
                              .how = std::move(option.how),
                              .constraints = meaning == PipOption::constraints});
        break;
      case PipOption::editable:
        ask(option.value, option.span, std::move(option.how), true);
        break;
      case PipOption::index_url:
        index_ = std::move(option);
        break;
      case PipOption::default_index:
        default_index_ = unnamed(std::move(option));
        break;
      case PipOption::index:
        first_.push_back(unnamed(std::move(option)));
        break;
      case PipOption::extra_index_url:
        each(option, call_.tool == Installer::uv ? " " : "", install.extra_indexes);
        break;
      case PipOption::find_links:
        each(option, call_.tool == Installer::uv ? "," : "", install.find_links);
        break;
      case PipOption::no_binary:
      case PipOption::only_binary:
        if (!apply_names(meaning, option.value, install)) install.options_known = false;
        break;
      case PipOption::prerelease:
        install.pre = option.value.value == "allow";
        if (!option.value.complete) install.options_known = false;
        break;
      case PipOption::no_build_isolation_package:
        install.unisolated.push_back(read::normalized_name(option.value.value));
        break;
      case PipOption::extra:
        out_.extras.push_back(read::normalized_name(option.value.value));
        if (!option.value.complete) install.complete = false;
        break;
      case PipOption::group:
        group(option);
        break;
      case PipOption::elsewhere:
        install.elsewhere = true;
        break;
      case PipOption::python:
        out_.interpreter = std::move(option);
        break;
      case PipOption::python_version:
        install.python = minor_version(option.value);
        break;
      case PipOption::index_strategy:
        install.index_strategy = option.value.value;
        if (!option.value.complete) install.options_known = false;
        break;
      case PipOption::torch_backend:
        install.torch_backend = std::move(option);
        break;
      case PipOption::directory:
        out_.directory = std::move(option.value);
        break;
      case PipOption::unread:
        install.complete = install.options_known = false;
        break;
      default:
        break;
    }
  }

  /// `dev`, `path/pyproject.toml:dev`
  void group(const OptionValue& option) {
    if (!option.value.complete) {
      out_.install.complete = false;
      return;
    }
    const std::string& value = option.value.value;
    const std::size_t colon = value.rfind(':');
    const bool path = colon != std::string::npos;
    out_.groups.push_back({.path = path ? value.substr(0, colon) : std::string(),
                           .name = read::normalized_name(value.substr(path ? colon + 1 : 0)),
                           .span = option.span});
  }

  static void each(OptionValue& option, std::string_view separators,
                   std::vector<OptionValue>& list) {
    if (separators.empty()) {
      list.push_back(std::move(option));
      return;
    }
    for (Text& part : parts(option.value, separators)) {
      OptionValue one = option;
      one.value = std::move(part);
      list.push_back(std::move(one));
    }
  }

  /// uv: `--index name=URL`
  static OptionValue unnamed(OptionValue option) {
    const std::string& value = option.value.value;
    const std::size_t equals = value.find('=');
    const bool named = equals != std::string::npos && equals > 0 &&
                       std::all_of(value.begin(), value.begin() + static_cast<long>(equals),
                                   [](char c) { return name_char(c) || c == '-' || c == '.'; });
    if (named) option.value = option.value.slice(equals + 1, value.size());
    return option;
  }

  /// "3.10" of "3.10", "3.10.4" and pip's "310".
  static std::string minor_version(const Text& text) {
    if (!text.complete) return {};
    const std::string& value = text.value;
    if (value.find_first_not_of("0123456789.") != std::string::npos) return {};
    const std::size_t dot = value.find('.');
    if (dot != std::string::npos) return value.substr(0, value.find('.', dot + 1));
    return value.size() > 1 ? value.substr(0, 1) + "." + value.substr(1) : std::string();
  }

  void argument(const CallWord& word) {
    if (call_.action == PipAction::sync) {
      out_.files.push_back({.path = word.text,
                            .span = word.span(),
                            .how = links_of(scene_, word.raw),
                            .constraints = false});
      return;
    }
    Text text = word.text;
    // A pattern that no file matches stays as it is: torch==2.0.*
    const bool files = word.glob && text.value.find_first_of("=<>~") == std::string::npos;
    if (files) text.complete = false;
    if (files || (!text.complete && !one_requirement(word.raw.value)))
      out_.install.complete = false;
    ask(text, word.span(), links_of(scene_, word.raw), false);
  }

  void ask(const Text& text, Span span, std::vector<Link> how, bool editable) {
    if (text.value.empty() && text.complete) return;
    if (!text.complete && editable) out_.install.complete = false;
    out_.install.requirements.push_back({.requirement = read::read_requirement(text, editable),
                                         .span = span,
                                         .how = std::move(how)});
  }

  // ---- variables and configuration

  bool base_described() const {
    const auto& brought = scene_.document.stages[scene_.stage.root].variables;
    return std::any_of(brought.begin(), brought.end(), [](const document::Variable& variable) {
      return variable.origin == document::Origin::base;
    });
  }

  void variables() {
    for (const PipVariable& variable : pip_variables(call_.tool)) {
      const VariableAnswer answer = scene_.facts.variable(scene_.at, variable.name);
      if (answer.set == Known::no) continue;
      const bool given = given_.contains(variable.row->meaning);
      if (call_.tool == Installer::uv && given) continue;
      // None of the images that are described at all configures pip or uv.
      if (answer.set == Known::unknown && answer.base_decides && base_described()) continue;
      if (answer.set == Known::unknown) {
        out_.install.options_known = false;
        const bool files = variable.row->meaning == PipOption::requirements ||
                           variable.row->meaning == PipOption::constraints;
        if (answer.setting != nullptr && files) out_.install.complete = false;
        continue;
      }
      from_outside(*variable.row, {.value = answer.setting->value,
                                   .span = answer.setting->span,
                                   .how = {answer.setting->how},
                                   .from_variable = true});
    }
    const bool uv = call_.tool == Installer::uv;
    const VariableAnswer file = scene_.facts.variable(scene_.at, "PIP_CONFIG_FILE");
    if (!uv && file.set == Known::yes) {
      // Nothing is read any more, or something else is.
      if (file.value() == nullptr || file.value()->value != "/dev/null")
        out_.install.options_known = false;
    }
    if (uv && !out_.reads_configuration) return;
    if (const VariableAnswer off = scene_.facts.variable(scene_.at, "UV_NO_CONFIG");
        uv && off.value() != nullptr && truth(off.value()->value).value_or(false)) {
      out_.reads_configuration = false;
    }
  }

  /// A value of a variable or of pip.conf: replaces what was known of the option so far.
  void from_outside(const PipOptionRow& row, const OptionValue& option) {
    const Text& value = option.value;
    if (value.complete && value.empty()) return;
    PipInstall& install = out_.install;
    if (!row.takes_value) {
      const std::optional<bool> on = value.complete ? truth(value.value) : std::nullopt;
      if (!on) {
        install.options_known = false;
        return;
      }
      // pip takes the value for that of the opposite, `isolation`.
      const bool inverted =
          call_.tool == Installer::pip && row.meaning == PipOption::no_build_isolation;
      if (*on != inverted) flag(row.meaning);
      return;
    }
    const bool list = row.meaning == PipOption::requirements ||
                      row.meaning == PipOption::constraints ||
                      row.meaning == PipOption::extra_index_url ||
                      row.meaning == PipOption::find_links || row.meaning == PipOption::index;
    if (!list) {
      one(row.meaning, option);
      return;
    }
    if (row.meaning == PipOption::extra_index_url) install.extra_indexes.clear();
    if (row.meaning == PipOption::find_links) install.find_links.clear();
    const bool commas = call_.tool == Installer::uv && row.meaning == PipOption::find_links;
    if (!value.complete) {
      // How many there are is not known.
      install.options_known = false;
      if (row.meaning == PipOption::requirements || row.meaning == PipOption::constraints)
        install.complete = false;
    }
    for (Text& part : parts(value, commas ? "," : " \t\r\n")) {
      OptionValue each = option;
      each.value = std::move(part);
      one(row.meaning, std::move(each));
    }
  }

  void finish() {
    PipInstall& install = out_.install;
    install.index = default_index_ ? std::move(default_index_) : std::move(index_);
    first_.insert(first_.end(), std::make_move_iterator(install.extra_indexes.begin()),
                  std::make_move_iterator(install.extra_indexes.end()));
    install.extra_indexes = std::move(first_);
    // Constraints are read first, so that the options in them count first.
    std::stable_sort(out_.files.begin(), out_.files.end(), [](const PipFile& a, const PipFile& b) {
      return a.constraints > b.constraints;
    });
  }

  const PipScene& scene_;
  const PipCall& call_;
  PipRequest out_;
  std::set<PipOption> given_;  ///< on the command line
  std::optional<OptionValue> index_, default_index_;
  std::vector<OptionValue> first_;  ///< uv --index
};

}  // namespace

PipRequest pip_request(const PipScene& scene, const PipCall& call,
                       const PipConfiguration& configuration) {
  return Reader(scene, call).run(configuration);
}

}  // namespace cudafit::facts
