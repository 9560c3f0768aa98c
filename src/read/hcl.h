#pragma once
// HCL, the language of Docker Bake's files, as far as its values can be worked out: the tree, and
// the values of its expressions. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

/// An expression as written.
struct HclExpression {
  enum class Kind : std::uint8_t {
    literal,      ///< `text`: a number, `true`, `false`; also a part of a template
    null,         ///< `null`
    text,         ///< "..." and heredocs: `items` one behind the other
    list,         ///< `items`
    object,       ///< `items`: key, value, key, value, ...
    name,         ///< `text`: a variable, or the first part of `a.b`
    member,       ///< `items[0]`.`text`
    index,        ///< `items[0]`[`items[1]`]
    call,         ///< `text`(`items`)
    conditional,  ///< `items[0]` ? `items[1]` : `items[2]`
    operation,    ///< `items` with the operator `text` between or before them
    unknown,      ///< what is not worked out: `for`, splats, `%{ if }`
  };
  Kind kind = Kind::unknown;
  Text text = {};
  std::vector<HclExpression> items = {};
  Span span = {};
};

struct HclAttribute {
  Text name;
  HclExpression value;
};

struct HclBlock {
  Text type;
  std::vector<Text> labels;
  std::vector<HclAttribute> attributes;
  std::vector<HclBlock> blocks;
  Span span;  ///< of its type

  /// The last attribute with that name; null without one.
  const HclExpression* find(std::string_view name) const;
};

struct HclError {
  Span span = {};
  std::string message;  ///< one sentence without a full stop
};

struct HclFile {
  HclBlock root = {};  ///< without type and labels
  std::vector<HclError> errors;
};

/// Reads a file. After an error `root` holds what stands before it.
HclFile read_hcl(FileId file, std::string_view bytes);

/// The template of `text` (`${...}` and the like), as JSON files of Bake have them. Only a text
/// that is in one exact piece is taken apart; the error's place is that of the text.
HclExpression read_hcl_template(const Text& text);

/// What an expression is worth.
struct HclValue {
  enum class Kind : std::uint8_t { unknown, null, text, list, object };
  Kind kind = Kind::unknown;
  Text text = {};                    ///< of texts, numbers and truths
  bool truth = false;                ///< it is `true` or `false`, no text that looks like one
  std::vector<HclValue> items = {};  ///< of a list; of an object, one for each key
  std::vector<Text> keys = {};       ///< of an object
  Span span = {};                    ///< of the expression

  /// The value of an object's key; null without one.
  const HclValue* find(std::string_view key) const;
  static HclValue of(Text text, Span span);
};

struct HclFunction {
  std::vector<std::string> parameters;
  std::string rest;  ///< the name of variadic_params; empty without
  const HclExpression* result = nullptr;
};

/// What names mean.
struct HclScope {
  /// A variable's value; nothing: there is none, so that it is not known.
  std::function<std::optional<HclValue>(std::string_view name)> variable;
  /// The file's own function; null without one.
  std::function<const HclFunction*(std::string_view name)> function;
};

/// Works it out. What hangs on something unknown is unknown, but a text keeps its known parts and
/// is incomplete.
HclValue evaluate(const HclExpression& expression, const HclScope& scope);

/// A function of Bake's own, by its name; unknown where it is not one of those that are worked out.
HclValue call_hcl_function(std::string_view name, const std::vector<HclValue>& arguments,
                           Span span);

}  // namespace cudafit::read
