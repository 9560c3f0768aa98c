#include "read/devcontainer.h"

#include <algorithm>

namespace cudafit::read {

namespace {

/// The same bytes with blanks for comments and for commas that nothing follows, so that places
/// stay.
std::string without_comments(std::string_view bytes) {
  std::string out(bytes);
  const auto blank = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (out[i] != '\n') out[i] = ' ';
    }
  };
  std::size_t comma = std::string::npos;  // the last one, when only blanks follow it
  for (std::size_t at = 0; at < bytes.size();) {
    const char c = bytes[at];
    if (c == '"') {
      comma = std::string::npos;
      for (++at; at < bytes.size() && bytes[at] != '"' && bytes[at] != '\n'; ++at) {
        if (bytes[at] == '\\') ++at;
      }
      ++at;
    } else if (bytes.substr(at).starts_with("//")) {
      const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
      blank(at, end);
      at = end;
    } else if (bytes.substr(at).starts_with("/*")) {
      const std::size_t close = bytes.find("*/", at + 2);
      const std::size_t end = close == std::string_view::npos ? bytes.size() : close + 2;
      blank(at, end);
      at = end;
    } else {
      if ((c == '}' || c == ']') && comma != std::string::npos) out[comma] = ' ';
      if (c == ',') {
        comma = at;
      } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        comma = std::string::npos;
      }
      ++at;
    }
  }
  return out;
}

/// A text with `${localEnv:X}` and the like is known only where it runs.
Text known(Text text) {
  if (text.value.find("${") != std::string::npos) text.complete = false;
  return text;
}

std::optional<Text> string(const JsonValue* object, std::string_view key) {
  const Text* found = object != nullptr ? object->string(key) : nullptr;
  if (found == nullptr) return std::nullopt;
  return known(*found);
}

/// One text or a list of them.
std::vector<Text> texts(const JsonValue* value) {
  std::vector<Text> out;
  if (value == nullptr) return out;
  if (value->kind == JsonValue::Kind::string) out.push_back(known(value->text));
  for (const JsonValue& item : value->items) out.push_back(known(item.text));
  return out;
}

std::vector<ComposePair> pairs(const JsonValue* object) {
  std::vector<ComposePair> out;
  if (object == nullptr || object->kind != JsonValue::Kind::object) return out;
  for (std::size_t i = 0; i < object->items.size(); ++i) {
    ComposePair pair{object->keys[i], std::nullopt};
    if (object->items[i].kind == JsonValue::Kind::string) pair.value = known(object->items[i].text);
    out.push_back(std::move(pair));
  }
  return out;
}

std::optional<ComposeBuild> build_of(const JsonValue& root) {
  const JsonValue* written = root.find("build");
  ComposeBuild out;
  if (const std::optional<Text> old = string(&root, "dockerFile")) {
    out.dockerfile = *old;
    out.context = string(&root, "context").value_or(Text());
  } else if (const std::optional<Text> dockerfile = string(written, "dockerfile")) {
    out.dockerfile = *dockerfile;
    out.context = string(written, "context").value_or(Text());
  } else {
    return std::nullopt;
  }
  out.span = out.dockerfile.around();
  if (written == nullptr) return out;
  out.target = string(written, "target").value_or(Text());
  out.args = pairs(written->find("args"));
  return out;
}

/// `"gpu": true`, "optional", or what it must have.
bool wants_gpu(const JsonValue& root) {
  const JsonValue* requirements = root.find("hostRequirements");
  const JsonValue* gpu = requirements != nullptr ? requirements->find("gpu") : nullptr;
  return gpu != nullptr && gpu->text.value != "false" && gpu->text.value != "null";
}

}  // namespace

DevcontainerFile read_devcontainer(FileId file, std::string_view bytes) {
  DevcontainerFile out;
  const JsonResult json = read_json(file, without_comments(bytes));
  if (!json.value || json.value->kind != JsonValue::Kind::object) {
    const auto end = static_cast<std::uint32_t>(bytes.size());
    const auto at = std::min(static_cast<std::uint32_t>(json.error_at), end);
    out.error = Span{file, at, std::min(at + 1, end)};
    return out;
  }
  const JsonValue& root = *json.value;
  Devcontainer container;
  container.image = string(&root, "image");
  container.build = build_of(root);
  container.environment = pairs(root.find("containerEnv"));
  container.compose = texts(root.find("dockerComposeFile"));
  container.service = string(&root, "service");
  container.gpu = wants_gpu(root);
  std::vector<Text> words;
  if (const JsonValue* arguments = root.find("runArgs")) {
    for (const JsonValue& item : arguments->items) words.push_back(known(item.text));
  }
  container.run = read_docker_run(words, false);
  if (const JsonValue* features = root.find("features")) container.features = features->keys;
  out.container = std::move(container);
  return out;
}

}  // namespace cudafit::read
