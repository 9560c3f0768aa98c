#include "facts/extract.h"

namespace cudafit::facts {

Link reached(const document::Variable& variable) {
  std::string words = variable.name;
  if (variable.from_command_line) {
    words += " = " + variable.value.value + " is given on the command line";
    return {std::move(words), {}};
  }
  if (variable.origin == document::Origin::predefined)
    return {words + " is set by the platform", {}};
  if (!variable.set) return {words + " has no default", variable.declared};
  return {words + " is set here", variable.value_span ? variable.value_span : variable.declared};
}

Facts gather(const Document& document) {
  Facts out;
  images(document, out);
  variables(document, out);
  exports(document, out);
  substitutions(document, out);
  comments(document, out);
  specifiers(document, out);
  apt_keys(document, out);
  gpu_use(document, out);
  return out;
}

}  // namespace cudafit::facts
