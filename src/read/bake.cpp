#include "read/bake.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "read/json.h"

namespace cudafit::read {

namespace {

/// Builds of one target, by its matrix.
constexpr std::size_t most_builds = 64;
constexpr int most_depth = 100;
/// Each may inherit from several, so that they could be as many as you like.
constexpr int most_filled = 5000;

HclExpression expression_of(const JsonValue& value, int depth) {
  using Kind = HclExpression::Kind;
  HclExpression out{.kind = Kind::unknown, .text = {}, .items = {}, .span = value.span};
  if (depth > most_depth) return out;
  switch (value.kind) {
    case JsonValue::Kind::string:
      return read_hcl_template(value.text);
    case JsonValue::Kind::array:
      out.kind = Kind::list;
      break;
    case JsonValue::Kind::object:
      out.kind = Kind::object;
      break;
    case JsonValue::Kind::other:
      out.kind = value.text.value == "null" ? Kind::null : Kind::literal;
      out.text = value.text;
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (out.kind == Kind::object) out.items.push_back(read_hcl_template(value.keys[i]));
    out.items.push_back(expression_of(value.items[i], depth + 1));
  }
  return out;
}

/// The blocks that a JSON file of Bake means.
HclFile from_json(FileId file, std::string_view bytes) {
  HclFile out;
  const JsonResult json = read_json(file, bytes);
  if (!json.value || json.value->kind != JsonValue::Kind::object) {
    const auto at = static_cast<std::uint32_t>(std::min(json.error_at, bytes.size()));
    out.errors.push_back({{file, at, at}, "this is no JSON"});
    return out;
  }
  for (std::size_t i = 0; i < json.value->items.size(); ++i) {
    const JsonValue& all = json.value->items[i];
    for (std::size_t k = 0; k < all.items.size() && all.kind == JsonValue::Kind::object; ++k) {
      HclBlock block;
      block.type = json.value->keys[i];
      block.labels.push_back(all.keys[k]);
      block.span = all.keys[k].around();
      const JsonValue& body = all.items[k];
      for (std::size_t n = 0; n < body.items.size() && body.kind == JsonValue::Kind::object; ++n)
        block.attributes.push_back({body.keys[n], expression_of(body.items[n], 0)});
      out.root.blocks.push_back(std::move(block));
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const HclBlock& root) : root_(root) {
    for (const HclBlock& block : root.blocks) {
      if (block.labels.empty()) continue;
      const std::string& name = block.labels[0].value;
      if (block.type.value == "variable") variables_[name] = &block;
      if (block.type.value == "target") targets_[name].push_back(&block);
      if (block.type.value == "function") add_function(name, block);
      if (block.type.value == "group") add_names(block, "targets", built_);
      if (block.type.value == "target") add_names(block, "inherits", inherited_);
    }
    scope_.variable = [this](std::string_view name) { return variable(name); };
    scope_.function = [this](std::string_view name) -> const HclFunction* {
      const auto found = functions_.find(std::string(name));
      return found != functions_.end() ? &found->second : nullptr;
    };
  }

  std::vector<BakeTarget> run() {
    std::vector<BakeTarget> out;
    std::set<std::string> seen;
    for (const HclBlock& block : root_.blocks) {
      if (block.type.value != "target" || block.labels.empty()) continue;
      if (only_inherited(block.labels[0].value)) continue;
      if (!seen.insert(block.labels[0].value).second) continue;
      for (const auto& row : matrix(block.labels[0].value)) {
        row_ = row;
        BakeTarget target;
        target.name = named(block, row);
        target.build.span = block.labels[0].span();
        target.build.shared_args = true;
        std::vector<std::string> path;
        filled_ = 0;
        fill(block.labels[0].value, target, path);
        if (target.local) out.push_back(std::move(target));
        row_.clear();
      }
    }
    return out;
  }

 private:
  using Row = std::vector<std::pair<std::string, HclValue>>;

  /// The names in a list of texts.
  static void add_names(const HclBlock& block, std::string_view attribute,
                        std::set<std::string>& out) {
    const HclExpression* list = block.find(attribute);
    if (list == nullptr) return;
    for (const HclExpression& item : list->items) {
      if (item.items.size() == 1) out.insert(item.items[0].text.value);
    }
  }

  /// A target that gives others what they have in common, and that no group builds.
  bool only_inherited(const std::string& name) const {
    return name != "default" && !built_.contains(name) &&
           (inherited_.contains(name) || name.starts_with('_'));
  }

  void add_function(const std::string& name, const HclBlock& block) {
    HclFunction function;
    function.result = block.find("result");
    const auto names = [&](const HclExpression& list) {
      for (const HclExpression& each : list.items) function.parameters.push_back(each.text.value);
    };
    if (const HclExpression* parameters = block.find("params")) names(*parameters);
    if (const HclExpression* rest = block.find("variadic_params")) function.rest = rest->text.value;
    functions_[name] = std::move(function);
  }

  /// Builds of a matrix are told apart by their names, as Bake demands.
  Text named(const HclBlock& block, const Row& row) {
    const Text& label = block.labels[0];
    if (row.empty()) return label;
    const HclExpression* written = block.find("name");
    const HclValue name = written != nullptr ? evaluate(*written, scope_) : HclValue{};
    std::string value = label.value;
    if (name.kind == HclValue::Kind::text && name.text.complete) {
      value = name.text.value;
    } else {
      for (const auto& [key, each] : row) value += "-" + each.text.value;
    }
    Text out;
    out.append_derived(value, label.span());
    return out;
  }

  /// A variable, an attribute at the top of the file, or a value of the matrix.
  std::optional<HclValue> variable(std::string_view name) {
    for (const auto& [key, value] : row_) {
      if (key == name) return value;
    }
    const std::string word(name);
    const auto known = values_.find(word);
    if (known != values_.end()) return known->second;
    const auto block = variables_.find(word);
    const HclExpression* written =
        block != variables_.end() ? block->second->find("default") : root_.find(name);
    if (written == nullptr) return std::nullopt;
    if (!asked_.insert(word).second) return std::nullopt;  // asks for itself
    HclValue value = evaluate(*written, scope_);
    asked_.erase(word);
    return values_[word] = std::move(value);
  }

  /// The values that the matrix gives its names, one row for each build; one empty row without.
  std::vector<Row> matrix(const std::string& name) {
    std::vector<Row> rows = {{}};
    for (const HclBlock* block : targets_[name]) {
      const HclExpression* written = block->find("matrix");
      if (written == nullptr) continue;
      const HclValue axes = evaluate(*written, scope_);
      for (std::size_t i = 0; i < axes.keys.size(); ++i) {
        std::vector<Row> next;
        for (const Row& row : rows) {
          if (axes.items[i].kind != HclValue::Kind::list) next.push_back(row);  // not known
          for (const HclValue& value : axes.items[i].items) {
            Row longer = row;
            longer.emplace_back(axes.keys[i].value, value);
            next.push_back(std::move(longer));
          }
        }
        rows = std::move(next);
        if (rows.size() > most_builds) rows.resize(most_builds);
      }
    }
    return rows;
  }

  void fill(const std::string& name, BakeTarget& out, std::vector<std::string>& path) {
    if (std::find(path.begin(), path.end(), name) != path.end()) return;  // Bake refuses it
    if (++filled_ > most_filled) out.local = false;
    if (!out.local) return;
    const auto found = targets_.find(name);
    if (found == targets_.end()) {
      out.local = false;  // of another file
      return;
    }
    path.push_back(name);
    for (const HclBlock* block : found->second) {
      if (const HclExpression* parents = block->find("inherits")) {
        const HclValue list = evaluate(*parents, scope_);
        if (list.kind != HclValue::Kind::list) out.local = false;
        for (const HclValue& parent : list.items) {
          if (parent.kind == HclValue::Kind::text && parent.text.complete) {
            fill(parent.text.value, out, path);
          } else {
            out.local = false;
          }
        }
      }
      attributes(*block, out);
    }
    path.pop_back();
  }

  void attributes(const HclBlock& block, BakeTarget& out) {
    for (const HclAttribute& each : block.attributes) {
      const std::string& name = each.name.value;
      if (name != "context" && name != "dockerfile" && name != "dockerfile-inline" &&
          name != "target" && name != "args" && name != "platforms" && name != "contexts") {
        continue;
      }
      const HclValue value = evaluate(each.value, scope_);
      if (value.kind == HclValue::Kind::null) continue;
      ComposeBuild& build = out.build;
      if (name == "args") {
        if (value.kind != HclValue::Kind::object) build.args_known = false;
        pairs(value, build.args);
      } else if (name == "contexts") {
        pairs(value, build.contexts);
      } else if (name == "platforms") {
        build.platforms.clear();
        if (value.kind != HclValue::Kind::list) build.platforms.push_back(unknown(value));
        for (const HclValue& item : value.items) build.platforms.push_back(text(item));
      } else if (name == "target") {
        build.target = text(value);
      } else if (name == "context") {
        build.context = text(value);
      } else {
        build.dockerfile = text(value);
        build.inline_text = name == "dockerfile-inline";
      }
    }
  }

  static Text unknown(const HclValue& value) {
    Text out;
    out.append_derived("", value.span);
    out.complete = false;
    return out;
  }
  static Text text(const HclValue& value) {
    return value.kind == HclValue::Kind::text ? value.text : unknown(value);
  }

  static void pairs(const HclValue& value, std::vector<ComposePair>& out) {
    for (std::size_t i = 0; i < value.keys.size(); ++i) {
      const HclValue& item = value.items[i];
      ComposePair pair{value.keys[i], std::nullopt};
      if (item.kind != HclValue::Kind::null) pair.value = text(item);
      const auto there = std::find_if(out.begin(), out.end(), [&](const ComposePair& each) {
        return each.name.value == pair.name.value;
      });
      if (there != out.end()) {
        *there = std::move(pair);
      } else {
        out.push_back(std::move(pair));
      }
    }
  }

  const HclBlock& root_;
  std::map<std::string, const HclBlock*> variables_;
  std::map<std::string, std::vector<const HclBlock*>> targets_;
  std::map<std::string, HclFunction> functions_;
  std::set<std::string> built_;             ///< by groups
  std::set<std::string> inherited_;         ///< by other targets
  std::map<std::string, HclValue> values_;  ///< of variables
  std::set<std::string> asked_;             ///< variables that are being worked out
  Row row_;                                 ///< of the matrix
  int filled_ = 0;                          ///< targets that gave something to another one
  HclScope scope_;
};

}  // namespace

BakeFile read_bake(const std::vector<BakeSource>& files) {
  BakeFile out;
  HclBlock root;
  for (const BakeSource& each : files) {
    HclFile read = each.json ? from_json(each.file, each.bytes) : read_hcl(each.file, each.bytes);
    std::move(read.errors.begin(), read.errors.end(), std::back_inserter(out.errors));
    std::move(read.root.attributes.begin(), read.root.attributes.end(),
              std::back_inserter(root.attributes));
    std::move(read.root.blocks.begin(), read.root.blocks.end(), std::back_inserter(root.blocks));
  }
  if (out.errors.empty()) out.targets = Reader(root).run();
  return out;
}

}  // namespace cudafit::read
