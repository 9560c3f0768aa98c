// Pipfile.lock.

#include "read/json.h"
#include "read/lock_toml.h"
#include "read/wheel_name.h"

namespace cudafit::read {

namespace {

/// `https://host/path`, of an address, "git+" and "@ref" left out.
Text plain(const Text& address) {
  const std::size_t begin = address.value.starts_with("git+") ? 4 : 0;
  return address.slice(begin, address.size());
}

class Reader {
 public:
  Reader(const JsonValue& top, LockFile& out) : top_(top), out_(out) {}

  void run() {
    const JsonValue* const meta = top_.find("_meta");
    if (meta == nullptr) {
      out_.known = false;
      return;
    }
    sources_ = meta->find("sources");
    if (const JsonValue* requires_python = meta->find("requires")) {
      for (const char* key : {"python_version", "python_full_version"}) {
        if (const Text* version = requires_python->string(key))
          out_.requires_python = "==" + version->value;
      }
    }
    for (std::size_t i = 0; i < top_.keys.size(); ++i) {
      if (top_.keys[i].value == "_meta" || top_.items[i].kind != JsonValue::Kind::object) continue;
      const std::string group = normalized_name(top_.keys[i].value);
      out_.group_names.push_back(group);
      for (std::size_t k = 0; k < top_.items[i].keys.size(); ++k)
        package(group, top_.items[i].keys[k], top_.items[i].items[k]);
    }
  }

 private:
  using Source = LockedPackage::Source;

  /// The address of a named index; the first one is what packages without one are taken from.
  const Text* index(const Text* name) const {
    if (sources_ == nullptr) return nullptr;
    for (const JsonValue& each : sources_->items) {
      const Text* const its = each.string("name");
      if (name == nullptr || (its != nullptr && its->value == name->value))
        return each.string("url");
    }
    return nullptr;
  }

  void package(const std::string& group, const Text& name, const JsonValue& value) {
    LockedPackage one;
    one.name = normalized_name(name.value);
    one.written_name = name;
    if (const Text* version = value.string("version");
        version != nullptr && version->value.starts_with("=="))
      one.version = version->slice(2, version->size());
    const Text* const named = value.string("index");
    const Text* const address = index(named);
    // An index that is named and not described.
    if (named != nullptr && address == nullptr) out_.known = false;
    if (address != nullptr && address->value != "https://pypi.org/simple" &&
        address->value != "https://pypi.org/simple/" &&
        address->value != "https://pypi.python.org/simple")
      one.source = *address;
    for (const auto& [key, kind] : {std::pair("git", Source::git), std::pair("file", Source::url),
                                    std::pair("path", Source::directory)}) {
      if (const Text* place = value.string(key)) {
        one.kind = kind;
        one.source = plain(*place);
      }
    }
    const Text* const marker = value.string("markers");
    one.in.push_back(
        {.group = group, .marker = marker == nullptr ? LockMarker{} : lock_marker(marker->value)});
    out_.packages.push_back(std::move(one));
  }

  const JsonValue& top_;
  LockFile& out_;
  const JsonValue* sources_ = nullptr;
};

}  // namespace

void read_pipfile_lock(std::string_view bytes, LockFile& out) {
  const JsonResult json = read_json(out.file, bytes);
  if (!json.value || json.value->kind != JsonValue::Kind::object) {
    out.known = false;
    const auto at = static_cast<std::uint32_t>(std::min(json.error_at, bytes.size()));
    out.error = {{out.file, at, at}, "this is no JSON"};
    return;
  }
  Reader(*json.value, out).run();
}

}  // namespace cudafit::read
