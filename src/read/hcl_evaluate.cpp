#include <algorithm>

#include "read/hcl.h"

namespace cudafit::read {

namespace {

using Kind = HclExpression::Kind;

/// Calls of the file's own functions inside of each other.
constexpr int most_calls = 50;
/// Of a text: templates that double each other are no use to anybody.
constexpr std::size_t most_bytes = 100'000;

HclValue truth(bool value, Span span) {
  HclValue out = HclValue::of({}, span);
  out.text.append_derived(value ? "true" : "false", span);
  out.truth = true;
  return out;
}

/// Whether it is true; nothing where that is not known.
std::optional<bool> holds(const HclValue& value) {
  if (value.kind != HclValue::Kind::text || !value.text.complete) return std::nullopt;
  if (value.text.value == "true") return true;
  if (value.text.value == "false") return false;
  return std::nullopt;
}

/// Whether both are the same; nothing where that is not known.
std::optional<bool> same(const HclValue& a, const HclValue& b) {
  using enum HclValue::Kind;
  if (a.kind == unknown || b.kind == unknown) return std::nullopt;
  if (a.kind == null || b.kind == null) return a.kind == b.kind;
  if (a.kind != text || b.kind != text || !a.text.complete || !b.text.complete) return std::nullopt;
  return a.text.value == b.text.value;
}

class Evaluation {
 public:
  explicit Evaluation(const HclScope& scope) : scope_(scope) {}

  HclValue value(const HclExpression& expression) {
    HclValue out = worked_out(expression);
    out.span = expression.span;
    return out;
  }

 private:
  HclValue worked_out(const HclExpression& expression) {
    switch (expression.kind) {
      case Kind::literal: {
        HclValue out = HclValue::of(expression.text, expression.span);
        out.truth = expression.text.value == "true" || expression.text.value == "false";
        return out;
      }
      case Kind::null:
        return {.kind = HclValue::Kind::null};
      case Kind::text:
        return joined(expression);
      case Kind::list: {
        HclValue out{.kind = HclValue::Kind::list};
        for (const HclExpression& item : expression.items) out.items.push_back(value(item));
        return out;
      }
      case Kind::object:
        return object(expression);
      case Kind::name:
        return named(expression.text.value);
      case Kind::member: {
        const HclValue whole = value(expression.items[0]);
        const HclValue* member = whole.find(expression.text.value);
        return member != nullptr ? *member : HclValue{};
      }
      case Kind::index:
        return indexed(value(expression.items[0]), value(expression.items[1]));
      case Kind::call:
        return call(expression);
      case Kind::conditional: {
        const std::optional<bool> condition = holds(value(expression.items[0]));
        if (!condition) return {};
        return value(expression.items[*condition ? 1 : 2]);
      }
      case Kind::operation:
        return operation(expression);
      case Kind::unknown:
        break;
    }
    return {};
  }

  HclValue joined(const HclExpression& expression) {
    // `"${x}"` is x itself, whatever it is.
    if (expression.items.size() == 1) return value(expression.items[0]);
    HclValue out = HclValue::of({}, expression.span);
    for (const HclExpression& item : expression.items) {
      const HclValue part = value(item);
      if (out.text.size() > most_bytes) {
        out.text.complete = false;
      } else if (part.kind == HclValue::Kind::text) {
        out.text.append(part.text);
        out.text.complete = out.text.complete && part.text.complete;
      } else {
        out.text.complete = false;
      }
    }
    return out;
  }

  HclValue object(const HclExpression& expression) {
    HclValue out{.kind = HclValue::Kind::object};
    for (std::size_t i = 0; i + 1 < expression.items.size(); i += 2) {
      const HclValue key = value(expression.items[i]);
      if (key.kind != HclValue::Kind::text || !key.text.complete) return {};
      out.keys.push_back(key.text);
      out.items.push_back(value(expression.items[i + 1]));
    }
    return out;
  }

  HclValue named(std::string_view name) {
    if (!parameters_.empty()) {
      for (const auto& [parameter, argument] : parameters_.back()) {
        if (parameter == name) return argument;
      }
    }
    return scope_.variable ? scope_.variable(name).value_or(HclValue{}) : HclValue{};
  }

  static HclValue indexed(const HclValue& whole, const HclValue& index) {
    if (index.kind != HclValue::Kind::text || !index.text.complete) return {};
    if (whole.kind == HclValue::Kind::object) {
      const HclValue* found = whole.find(index.text.value);
      return found != nullptr ? *found : HclValue{};
    }
    const std::string& number = index.text.value;
    if (whole.kind != HclValue::Kind::list || number.empty() || number.size() > 6 ||
        number.find_first_not_of("0123456789") != std::string::npos) {
      return {};
    }
    const std::size_t at = std::stoul(number);
    return at < whole.items.size() ? whole.items[at] : HclValue{};
  }

  HclValue call(const HclExpression& expression) {
    std::vector<HclValue> arguments;
    for (const HclExpression& item : expression.items) arguments.push_back(value(item));
    const HclFunction* own = scope_.function ? scope_.function(expression.text.value) : nullptr;
    if (own == nullptr) return call_hcl_function(expression.text.value, arguments, expression.span);
    if (own->result == nullptr || parameters_.size() >= most_calls || ++calls_ > 10000 ||
        arguments.size() < own->parameters.size() ||
        (arguments.size() > own->parameters.size() && own->rest.empty())) {
      return {};
    }
    Parameters parameters;
    HclValue rest{.kind = HclValue::Kind::list};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (i < own->parameters.size()) {
        parameters.emplace_back(own->parameters[i], std::move(arguments[i]));
      } else {
        rest.items.push_back(std::move(arguments[i]));
      }
    }
    if (!own->rest.empty()) parameters.emplace_back(own->rest, std::move(rest));
    parameters_.push_back(std::move(parameters));
    HclValue out = value(*own->result);
    parameters_.pop_back();
    return out;
  }

  HclValue operation(const HclExpression& expression) {
    const std::string& word = expression.text.value;
    const HclValue left = value(expression.items[0]);
    if (expression.items.size() == 1) {
      const std::optional<bool> known = word == "!" ? holds(left) : std::nullopt;
      return known ? truth(!*known, expression.span) : HclValue{};
    }
    const HclValue right = value(expression.items[1]);
    std::optional<bool> known;
    if (word == "==" || word == "!=") {
      known = same(left, right);
      if (known && word == "!=") known = !*known;
    } else if (word == "&&" || word == "||") {
      const bool deciding = word == "||";
      const std::optional<bool> a = holds(left), b = holds(right);
      if (a == deciding || b == deciding) {
        known = deciding;
      } else if (a && b) {
        known = !deciding;
      }
    }
    return known ? truth(*known, expression.span) : HclValue{};
  }

  using Parameters = std::vector<std::pair<std::string, HclValue>>;

  const HclScope& scope_;
  std::vector<Parameters> parameters_;  ///< of the functions that are being called
  int calls_ = 0;
};

/// A text argument that is known; null where it is none.
const std::string* known(const std::vector<HclValue>& arguments, std::size_t i) {
  if (i >= arguments.size() || arguments[i].kind != HclValue::Kind::text ||
      !arguments[i].text.complete) {
    return nullptr;
  }
  return &arguments[i].text.value;
}

HclValue computed(std::string_view value, Span span) {
  HclValue out = HclValue::of({}, span);
  out.text.append_derived(value, span);
  return out;
}

bool empty_value(const HclValue& value) {
  return value.kind == HclValue::Kind::null ||
         (value.kind == HclValue::Kind::text && value.text.complete && value.text.empty());
}

/// The lists one behind the other; unknown when one is.
HclValue concatenated(const std::vector<HclValue>& lists) {
  HclValue out{.kind = HclValue::Kind::list};
  for (const HclValue& each : lists) {
    if (each.kind != HclValue::Kind::list) return {};
    out.items.insert(out.items.end(), each.items.begin(), each.items.end());
  }
  return out;
}

HclValue merged(const std::vector<HclValue>& objects) {
  HclValue out{.kind = HclValue::Kind::object};
  for (const HclValue& each : objects) {
    if (each.kind == HclValue::Kind::null) continue;
    if (each.kind != HclValue::Kind::object) return {};
    for (std::size_t i = 0; i < each.keys.size(); ++i) {
      const auto there = std::find_if(out.keys.begin(), out.keys.end(), [&](const Text& key) {
        return key.value == each.keys[i].value;
      });
      if (there != out.keys.end()) {
        out.items[static_cast<std::size_t>(there - out.keys.begin())] = each.items[i];
      } else {
        out.keys.push_back(each.keys[i]);
        out.items.push_back(each.items[i]);
      }
    }
  }
  return out;
}

HclValue joined(const std::string& separator, const HclValue& list, Span span) {
  if (list.kind != HclValue::Kind::list) return {};
  HclValue out = HclValue::of({}, span);
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (list.items[i].kind != HclValue::Kind::text) return {};
    if (i > 0) out.text.append_derived(separator, span);
    out.text.append(list.items[i].text);
    out.text.complete = out.text.complete && list.items[i].text.complete;
  }
  return out;
}

HclValue split(const std::string& separator, const std::string& whole, Span span) {
  HclValue out{.kind = HclValue::Kind::list};
  if (separator.empty()) return {};
  for (std::size_t at = 0;;) {
    const std::size_t end = whole.find(separator, at);
    out.items.push_back(computed(whole.substr(at, end - at), span));
    if (end == std::string::npos) return out;
    at = end + separator.size();
  }
}

/// `%s`, `%v` and `%d` of what they are given; unknown with other verbs.
HclValue formatted(const std::vector<HclValue>& arguments, Span span) {
  const std::string* pattern = known(arguments, 0);
  if (pattern == nullptr) return {};
  HclValue out = HclValue::of({}, span);
  std::size_t next = 1;
  for (std::size_t i = 0; i < pattern->size(); ++i) {
    const char c = (*pattern)[i];
    if (c != '%') {
      out.text.append_derived(std::string(1, c), span);
      continue;
    }
    const char verb = ++i < pattern->size() ? (*pattern)[i] : '\0';
    if (verb == '%') {
      out.text.append_derived("%", span);
    } else if ((verb == 's' || verb == 'v' || verb == 'd') && next < arguments.size() &&
               arguments[next].kind == HclValue::Kind::text) {
      out.text.append(arguments[next].text);
      out.text.complete = out.text.complete && arguments[next].text.complete;
      ++next;
    } else {
      return {};
    }
  }
  return out;
}

std::string replaced(std::string whole, const std::string& what, const std::string& with) {
  if (what.empty() || what.front() == '/') return whole;
  for (std::size_t at = 0; (at = whole.find(what, at)) != std::string::npos; at += with.size())
    whole.replace(at, what.size(), with);
  return whole;
}

std::string trimmed(std::string_view whole, std::string_view characters) {
  const std::size_t begin = whole.find_first_not_of(characters);
  if (begin == std::string_view::npos) return {};
  return std::string(whole.substr(begin, whole.find_last_not_of(characters) - begin + 1));
}

std::string in_case(std::string value, bool upper) {
  for (char& c : value) {
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return value;
}

/// Functions of texts that are known.
HclValue of_texts(std::string_view name, const std::vector<HclValue>& arguments, Span span) {
  const std::string* a = known(arguments, 0);
  const std::string* b = known(arguments, 1);
  const std::string* c = known(arguments, 2);
  if (a == nullptr) return {};
  if (name == "lower" || name == "upper") return computed(in_case(*a, name == "upper"), span);
  if (name == "trimspace") return computed(trimmed(*a, " \t\r\n"), span);
  if (name == "tostring") return arguments[0];
  if (b == nullptr) return {};
  if (name == "split") return split(*a, *b, span);
  if (name == "trim") return computed(trimmed(*a, *b), span);
  if (name == "trimprefix")
    return computed(a->starts_with(*b) ? std::string_view(*a).substr(b->size()) : *a, span);
  if (name == "trimsuffix") {
    return computed(std::string_view(*a).substr(0, a->size() - (a->ends_with(*b) ? b->size() : 0)),
                    span);
  }
  if (name == "replace" && c != nullptr && !b->starts_with("/"))
    return computed(replaced(*a, *b, *c), span);
  return {};
}

}  // namespace

const HclValue* HclValue::find(std::string_view key) const {
  if (kind != Kind::object) return nullptr;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].value == key) return &items[i];
  }
  return nullptr;
}

HclValue HclValue::of(Text text, Span span) {
  HclValue out{.kind = Kind::text, .text = std::move(text)};
  out.span = span;
  return out;
}

HclValue evaluate(const HclExpression& expression, const HclScope& scope) {
  return Evaluation(scope).value(expression);
}

HclValue call_hcl_function(std::string_view name, const std::vector<HclValue>& arguments,
                           Span span) {
  const std::size_t count = arguments.size();
  if (name == "concat") return concatenated(arguments);
  if (name == "merge") return merged(arguments);
  if (name == "format") return formatted(arguments, span);
  if (name == "coalesce") {
    for (const HclValue& each : arguments) {
      if (each.kind == HclValue::Kind::unknown || !each.text.complete) return {};
      if (!empty_value(each)) return each;
    }
    return {};
  }
  if ((name == "equal" || name == "notequal") && count == 2) {
    const std::optional<bool> result = same(arguments[0], arguments[1]);
    return result ? truth(*result == (name == "equal"), span) : HclValue{};
  }
  if ((name == "and" || name == "or") && count == 2) {
    const std::optional<bool> a = holds(arguments[0]), b = holds(arguments[1]);
    const bool deciding = name == "or";
    if (a == deciding || b == deciding) return truth(deciding, span);
    return a && b ? truth(!deciding, span) : HclValue{};
  }
  if (name == "not" && count == 1) {
    const std::optional<bool> a = holds(arguments[0]);
    return a ? truth(!*a, span) : HclValue{};
  }
  if (name == "join" && count == 2) {
    const std::string* separator = known(arguments, 0);
    return separator != nullptr ? joined(*separator, arguments[1], span) : HclValue{};
  }
  if (name == "compact" && count == 1 && arguments[0].kind == HclValue::Kind::list) {
    HclValue out = arguments[0];
    std::erase_if(out.items, empty_value);
    return out;
  }
  if (name == "lookup" && count >= 2 && arguments[0].kind == HclValue::Kind::object) {
    const std::string* key = known(arguments, 1);
    if (key == nullptr) return {};
    if (const HclValue* found = arguments[0].find(*key)) return *found;
    return count == 3 ? arguments[2] : HclValue{};
  }
  if (name == "contains" && count == 2 && arguments[0].kind == HclValue::Kind::list) {
    bool certain = true;
    for (const HclValue& each : arguments[0].items) {
      const std::optional<bool> equal = same(each, arguments[1]);
      if (equal == true) return truth(true, span);
      certain = certain && equal.has_value();
    }
    return certain ? truth(false, span) : HclValue{};
  }
  if (name == "length" && count == 1 &&
      (arguments[0].kind == HclValue::Kind::list || arguments[0].kind == HclValue::Kind::object)) {
    return computed(std::to_string(arguments[0].items.size()), span);
  }
  return of_texts(name, arguments, span);
}

}  // namespace cudafit::read
