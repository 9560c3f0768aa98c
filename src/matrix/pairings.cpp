#include "matrix/pairings.h"

#include <algorithm>
#include <string>

#include "matrix/pip_name.h"
#include "matrix/rows.h"
#include "matrix/shapes_pairings.h"
#include "terms/ascii.h"
#include "terms/pep440.h"

namespace cudafit::matrix {
namespace {

bool covers(std::string_view range, std::string_view version) {
  if (range.empty()) return true;
  const auto clauses = Specifiers::parse(range);
  const auto parsed = PyVersion::parse(version);
  return clauses && parsed && clauses->contains(*parsed, true);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "124" is 12.4 and "12" a major alone; "92" is 9.2.
Version packed_cuda(std::string_view digits) {
  if (digits.find('.') != std::string_view::npos) return Version::parse(digits).value_or(Version{});
  if (digits.size() > 3 || digits.empty()) return {};
  if (digits.size() == 2 && digits[0] == '1') return Version::parse(digits).value_or(Version{});
  if (digits.size() == 1) return {};
  return Version::parse(std::string(digits.substr(0, digits.size() - 1)) + "." + digits.back())
      .value_or(Version{});
}

/// "24" is 2.4, "113" 1.13, "210" 2.10; `patch`: "240" is 2.4.0, "2100" 2.10.0.
Version packed_torch(std::string_view digits, bool patch) {
  if (digits.find('.') != std::string_view::npos) return Version::parse(digits).value_or(Version{});
  const std::size_t least = patch ? 3 : 2;
  if (digits.size() < least || digits.size() > least + 1) return {};
  const std::size_t tail = patch ? 1 : 0;
  std::string text(1, digits[0]);
  text += ".";
  text += digits.substr(1, digits.size() - 1 - tail);
  if (patch) text += std::string(".") + digits.back();
  return Version::parse(text).value_or(Version{});
}

bool take(std::string_view field, std::string_view text, WheelLabel& out) {
  if (field == "abi") {
    out.cxx11_abi = known(text == "true");
    return text == "true" || text == "false";
  }
  if (field == "rest") return true;
  if (field == "cuda") {
    out.cuda = packed_cuda(text);
    return static_cast<bool>(out.cuda);
  }
  out.torch = packed_torch(text, field == "torch-patch");
  return static_cast<bool>(out.torch);
}

bool may_hold(std::string_view field, char c) {
  if (field == "rest") return true;
  if (field == "abi") return c >= 'a' && c <= 'z';
  return is_digit(c) || c == '.';
}

/// The whole `text` fits `pattern`: text and fields in braces.
bool match(std::string_view pattern, std::string_view text, WheelLabel& out) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] != '{') {
    return !text.empty() && ascii::lower(text[0]) == pattern[0] &&
           match(pattern.substr(1), text.substr(1), out);
  }
  const std::size_t close = pattern.find('}');
  const std::string_view field = pattern.substr(1, close - 1);
  std::size_t most = 0;
  while (most < text.size() && may_hold(field, ascii::lower(text[most]))) ++most;
  for (std::size_t n = most + 1; n-- > (field == "rest" ? 0U : 1U);) {
    WheelLabel tried = out;
    std::string part;
    for (const char c : text.substr(0, n)) part += ascii::lower(c);
    if (!take(field, part, tried) || !match(pattern.substr(close + 1), text.substr(n), tried))
      continue;
    out = tried;
    return true;
  }
  return false;
}

template <typename Pattern>
std::optional<WheelLabel> find_label(std::string_view package, std::string_view text,
                                     Pattern pattern) {
  const std::string name = pip_name(package);
  for (const auto row : rows<shapes::wheel_labels>()) {
    const std::string_view wanted = pattern(row);
    WheelLabel out;
    if (wanted.empty() || !row.lists("packages", name) || !match(wanted, text, out)) continue;
    out.source = row.source();
    out.weak = row.weak();
    return out;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Overlap> overlaps() {
  std::vector<Overlap> out;
  for (const auto row : rows<shapes::package_overlaps>()) {
    out.push_back({.package = row.text("package"),
                   .other = row.text("other"),
                   .effect = row.text("effect"),
                   .error = row.text("error"),
                   .brought_by = row.texts("brought_by"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

std::optional<RetiredImage> retired_image(std::string_view repository) {
  const auto found = rows<shapes::retired_images>().find(repository);
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return RetiredImage{.repository = row.text("repository"),
                      .why = row.text("why"),
                      .successor = row.text("successor"),
                      .source = row.source(),
                      .weak = row.weak()};
}

std::optional<BuildCheck> build_check(std::string_view package, std::string_view version) {
  for (const auto row : rows<shapes::build_checks>().find(package)) {
    if (!covers(row.text("range"), version)) continue;
    return BuildCheck{.package = row.text("package"),
                      .minor = row.flag("minor"),
                      .text = row.text("text"),
                      .source = row.source(),
                      .weak = row.weak()};
  }
  return std::nullopt;
}

std::optional<WheelLabel> wheel_label(std::string_view package, std::string_view local) {
  return find_label(package, local, [](const auto& row) { return row.text("label"); });
}

std::optional<WheelLabel> wheel_page(std::string_view package, std::string_view address) {
  return find_label(package, address, [](const auto& row) { return row.text("page"); });
}

NumpyFact numpy_wish(std::string_view package, std::string_view version) {
  const auto found = rows<shapes::numpy_wishes>().find(std::string_view(pip_name(package)));
  for (const auto row : found) {
    const std::string_view range = row.text("range");
    if (range.empty() != version.empty() || !covers(range, version)) continue;
    return {.wish = static_cast<NumpyWish>(row.choice("wish")),
            .source = row.source(),
            .weak = row.weak()};
  }
  return {};
}

Version numpy2_python() {
  for (const auto row : rows<shapes::python_floors>().find(std::string_view("numpy"))) {
    if (row.version("from").major() == 2) return row.version("python");
  }
  return {};
}

std::optional<Curated> curated(std::string_view repository, std::string_view package) {
  const auto found = rows<shapes::curated_images>().find(repository);
  if (found.empty() || !found.front().lists("packages", pip_name(package))) return std::nullopt;
  const auto row = found.front();
  return Curated{
      .repository = row.text("repository"),
      .package = package,
      .constrained_from = Version::parse(row.text("constrained_from")).value_or(Version{}),
      .constraint = row.text("constraint"),
      .source = row.source(),
      .weak = row.weak()};
}

}  // namespace cudafit::matrix
