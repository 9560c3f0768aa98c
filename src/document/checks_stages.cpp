// Which images and stages the stages of a file are made from: names that are none, stages that do
// not exist yet when they are copied from.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "document/checks.h"
#include "document/reference.h"
#include "document/scope.h"
#include "read/go_text.h"

namespace cudafit::document {

namespace {

using read::Keyword;

bool variable(const Text& text) { return text.value.find('$') != std::string::npos; }

class Stages {
 public:
  Stages(const Document& document, std::vector<BuildError>& errors)
      : document_(document), errors_(errors) {
    for (const Stage& stage : document.stages) {
      if (!stage.name.empty()) names_[read::to_lower(stage.name.value)] = stage.index;
    }
  }

  void check() {
    for (const Stage& stage : document_.stages) {
      check_base(stage);
      for (const Step& step : stage.steps) {
        for (const read::Flag& flag : step.instruction->flags) {
          if (flag.name() == "mount") ++sources_;
          if (step.instruction->keyword == Keyword::copy && flag.name() == "from") {
            check_copy(stage, flag);
            ++sources_;
          }
          if (step.instruction->keyword == Keyword::run && flag.name() == "mount")
            check_mount(stage, flag);
        }
      }
    }
  }

 private:
  void refuse(Span span, std::string message) { errors_.push_back({span, std::move(message)}); }

  void check_base(const Stage& stage) {
    if (stage.from->arguments.empty() || variable(stage.from->arguments[0]) || !stage.base.complete)
      return;
    const Span span = stage.from->arguments[0].around();
    const std::string& base = stage.base.value;
    if (stage.parent >= 0) {
      const std::string lower = read::to_lower(base);
      if (lower != base && !reference_error(base).empty())
        refuse(span, fmt::format("FROM finds stages by small letters only: write {}", lower));
      return;
    }
    if (std::string message = reference_error(base); !message.empty())
      refuse(span, std::move(message));
  }

  void check_copy(const Stage& stage, const read::Flag& flag) {
    const Text from = flag.value();
    if (from.empty()) return;
    if (const std::size_t dollar = from.value.find('$'); dollar != std::string::npos) {
      const char next = dollar + 1 < from.size() ? from.value[dollar + 1] : ' ';
      if (from.value.find('\\') == std::string::npos &&
          from.value.find('\'') == std::string::npos &&
          (next == '{' || next == '_' || read::is_letter(static_cast<unsigned char>(next))))
        refuse(flag.span,
               "--from takes no variables; give the image a stage of its own and copy from that");
      return;
    }
    const std::size_t sign = from.value[0] == '-' || from.value[0] == '+' ? 1 : 0;
    const bool number = from.size() > sign && from.size() < 9 &&
                        from.value.find_first_not_of("0123456789", sign) == std::string::npos;
    if (!number) return check_source(stage, from.value, flag.span);
    const long index = std::stol(from.value);
    const auto count = static_cast<long>(document_.stages.size());
    // Behind the stages the build counts what was copied from elsewhere.
    if (index < 0 || index >= count + sources_)
      return refuse(flag.span, fmt::format("there is no stage {}; the first one is 0", from.value));
    if (index < count) check_order(stage, static_cast<std::size_t>(index), flag.span);
  }

  void check_mount(const Stage& stage, const read::Flag& flag) {
    std::string_view options = std::string_view(flag.text.value).substr(2);
    options.remove_prefix(std::min(options.find('=') + 1, options.size()));
    while (!options.empty()) {
      const std::string_view option = options.substr(0, options.find(','));
      options.remove_prefix(std::min(option.size() + 1, options.size()));
      if (option.starts_with("from=") && option.size() > 5 &&
          option.find_first_of("$\"") == std::string_view::npos)
        check_source(stage, option.substr(5), flag.span);
    }
  }

  void check_source(const Stage& stage, std::string_view name, Span span) {
    const auto named = names_.find(read::to_lower(name));
    if (named != names_.end()) return check_order(stage, named->second, span);
    if (std::string message = reference_error(name); !message.empty())
      refuse(span, std::move(message));
  }

  void check_order(const Stage& stage, std::size_t source, Span span) {
    if (source == stage.index) refuse(span, "a stage cannot copy from itself");
    if (source > stage.index) {
      refuse(span, fmt::format("stage {} is written below; a stage can only use those above it",
                               document_.stages[source].label()));
    }
  }

  const Document& document_;
  std::vector<BuildError>& errors_;
  std::map<std::string, std::size_t, std::less<>> names_;  ///< the last stage of each name
  long sources_ = 0;  ///< images copied from or mounted so far, at most
};

/// Where the instruction that holds the place begins.
std::uint32_t start_of_instruction(const read::Dockerfile& dockerfile, Span place) {
  const auto next =
      std::upper_bound(dockerfile.instructions.begin(), dockerfile.instructions.end(), place.begin,
                       [](std::uint32_t at, const read::Instruction& instruction) {
                         return at < instruction.span.begin;
                       });
  return next == dockerfile.instructions.begin() ? 0 : std::prev(next)->span.begin;
}

}  // namespace

void check_document(const read::Dockerfile& dockerfile, Document& document) {
  std::vector<BuildError> errors = std::move(document.errors);
  Stages(document, errors).check();
  document.errors.clear();
  std::set<std::uint32_t> reported;
  for (const read::SyntaxError& error : dockerfile.errors)
    reported.insert(start_of_instruction(dockerfile, error.span));
  for (BuildError& error : errors) {
    if (reported.insert(start_of_instruction(dockerfile, error.span)).second)
      document.errors.push_back(std::move(error));
  }
}

}  // namespace cudafit::document
