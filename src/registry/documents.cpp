#include "registry/documents.h"

#include <algorithm>
#include <charconv>

#include "source/sha256.h"

namespace cudafit::registry {
namespace {

using read::JsonValue;

constexpr std::size_t most_parts = 10000;  // an image has at most 127 layers, lists grow slowly

std::optional<JsonValue> object(std::string_view json) {
  read::JsonResult out = read::read_json(0, json);
  if (!out.value || out.value->kind != JsonValue::Kind::object) return std::nullopt;
  return std::move(out.value);
}

std::uint64_t number(const JsonValue& value, std::string_view key) {
  const JsonValue* const found = value.find(key);
  if (found == nullptr || found->kind != JsonValue::Kind::other) return 0;
  const std::string& digits = found->text.value;
  std::uint64_t out = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return read.ptr == digits.data() + digits.size() ? out : 0;
}

std::string platform(const JsonValue& value) {
  const std::string os = text(value, "os"), architecture = text(value, "architecture");
  const std::string variant = text(value, "variant");
  if (os.empty() || architecture.empty()) return {};
  return os + "/" + architecture + (variant.empty() ? "" : "/" + variant);
}

std::optional<Descriptor> descriptor(const JsonValue& value) {
  Descriptor out;
  out.digest = text(value, "digest");
  out.size = number(value, "size");
  if (!good_digest(out.digest)) return std::nullopt;
  if (const JsonValue* const where = value.find("platform"); where != nullptr)
    out.platform = platform(*where);
  return out;
}

std::vector<std::string> texts(const JsonValue* list) {
  std::vector<std::string> out;
  if (list == nullptr || list->kind != JsonValue::Kind::array) return out;
  for (const JsonValue& each : list->items) {
    if (each.kind == JsonValue::Kind::string) out.push_back(each.text.value);
  }
  return out;
}

}  // namespace

std::string text(const JsonValue& value, std::string_view key) {
  const Text* const found = value.string(key);
  return found == nullptr ? std::string() : found->value;
}

const std::string_view manifest_types =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json, "
    "application/vnd.docker.distribution.manifest.v2+json";

std::optional<Manifest> parse_manifest(std::string_view json) {
  const std::optional<JsonValue> read = object(json);
  if (!read) return std::nullopt;
  Manifest out;
  const JsonValue* parts = read->find("manifests");
  out.list = parts != nullptr;
  if (!out.list) {
    parts = read->find("layers");
    const JsonValue* const config = read->find("config");
    const std::optional<Descriptor> of = config == nullptr ? std::nullopt : descriptor(*config);
    if (!of) return std::nullopt;
    out.config = *of;
  }
  if (parts == nullptr || parts->kind != JsonValue::Kind::array || parts->items.size() > most_parts)
    return std::nullopt;
  for (const JsonValue& each : parts->items) {
    std::optional<Descriptor> part = descriptor(each);
    if (!part) return std::nullopt;
    // Signatures and other papers stand in the list as manifests for no platform.
    if (out.list && (part->platform.empty() || part->platform.starts_with("unknown/"))) continue;
    out.parts.push_back(std::move(*part));
  }
  return out;
}

std::optional<Configuration> parse_configuration(std::string_view json) {
  const std::optional<JsonValue> read = object(json);
  if (!read) return std::nullopt;
  Configuration out;
  out.platform = platform(*read);
  out.created = text(*read, "created");
  if (out.platform.empty()) return std::nullopt;  // of something that is no image
  if (const JsonValue* const root = read->find("rootfs"); root != nullptr)
    out.layers = texts(root->find("diff_ids")).size();
  if (const JsonValue* const history = read->find("history"); history != nullptr) {
    for (const JsonValue& step : history->items) {
      const JsonValue* const empty = step.find("empty_layer");
      out.history.push_back(
          {text(step, "created_by"), empty != nullptr && empty->text.value == "true"});
    }
  }
  const JsonValue* const config = read->find("config");
  if (config == nullptr) return out;
  out.directory = text(*config, "WorkingDir");
  for (const std::string& each : texts(config->find("Env"))) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos || equals == 0) continue;
    std::string name = each.substr(0, equals);
    // Of two with one name the last counts.
    std::erase_if(out.environment, [&](const auto& known) { return known.first == name; });
    out.environment.emplace_back(std::move(name), each.substr(equals + 1));
  }
  return out;
}

std::vector<std::string> parse_errors(std::string_view json) {
  std::vector<std::string> out;
  const std::optional<JsonValue> read = object(json);
  const JsonValue* const errors = read ? read->find("errors") : nullptr;
  if (errors == nullptr || errors->kind != JsonValue::Kind::array) return out;
  for (const JsonValue& each : errors->items) out.push_back(text(each, "code"));
  return out;
}

std::optional<std::vector<std::string>> parse_tags(std::string_view json) {
  const std::optional<JsonValue> read = object(json);
  if (!read || read->find("tags") == nullptr) return std::nullopt;
  return texts(read->find("tags"));
}

std::string parse_token(std::string_view json) {
  const std::optional<JsonValue> read = object(json);
  if (!read) return {};
  std::string out = text(*read, "token");
  if (out.empty()) out = text(*read, "access_token");
  // It becomes a line of a header.
  const bool fine = std::all_of(out.begin(), out.end(), [](char c) { return c > ' ' && c < 0x7f; });
  return fine ? out : std::string();
}

bool good_digest(std::string_view text) {
  constexpr std::string_view front = "sha256:";
  return text.size() == front.size() + 64 && text.starts_with(front) &&
         text.find_first_not_of("0123456789abcdef", front.size()) == std::string_view::npos;
}

std::string digest_of(std::string_view bytes) { return "sha256:" + sha256_hex(bytes); }

bool fits_digest(std::string_view bytes, std::string_view digest) {
  return digest == digest_of(bytes);
}

}  // namespace cudafit::registry
