// Any bytes as a version, a specifier, a marker, the name of an image, a wheel or a package of
// conda, and as globs. What is printed reads back as the same.

#include "facts/conda.h"
#include "facts/image_reference.h"
#include "places.h"
#include "read/dockerignore.h"
#include "read/ignorefile.h"
#include "read/pyproject.h"
#include "read/wheel_name.h"
#include "terms/marker.h"
#include "terms/pep440.h"
#include "terms/version.h"

namespace cudafit::fuzz {
namespace {

void python_version(std::string_view text) {
  const auto version = PyVersion::parse(text);
  if (!version) return;
  const auto again = PyVersion::parse(version->text());
  hold(again && *again == *version && again->text() == version->text() &&
           again->parts == version->parts,
       "a Python version that does not read back");
  hold(version->base_version() <= version->public_version() || version->is_prerelease(),
       "a release before its own base");
  hold(version->public_version() <= *version, "a local version before its public one");
}

void specifiers(std::string_view text) {
  const auto read = Specifiers::parse(text);
  if (!read) return;
  for (const Specifier& each : read->all) {
    hold(text.substr(each.at).starts_with(spelling(each.op)), "an operator that is not there");
    hold(text.substr(each.version_at, each.text.size()) == each.text,
         "a version that is not there");
    each.contains(each.version);
  }
  // By itself a pre-release may be refused; what is pinned satisfies its own clauses.
  if (const auto exact = read->exact())
    hold(read->contains(*exact, true), "a pinned version that does not fit");
  read->contains(PyVersion{}, false);
}

void marker(std::string_view text) {
  const auto read = Marker::parse(text);
  if (!read) return;
  for (std::size_t i = 0; i < read->nodes.size(); ++i) {
    const Marker::Node& node = read->nodes[i];
    hold(node.kind == Marker::Kind::compare || (node.a < i && node.b < i), "a marker in a circle");
  }
  MarkerEnvironment environment;
  read->evaluate(environment);
  environment.values = {{"python_version", "3.11"},
                        {"python_full_version", "3.11.4"},
                        {"sys_platform", "linux"},
                        {"platform_release", "6.1.0-cudafit+1"},
                        {"extra", "gpu"}};
  environment.extras = {"gpu"};
  read->evaluate(environment);
}

void version(std::string_view text) {
  const auto read = Version::parse(text);
  if (!read) return;
  const auto again = Version::parse(read->text());
  hold(again && *again == *read && again->parts == read->parts,
       "a version that does not read back");
}

void image(std::string_view text) {
  const auto read = facts::image_reference(text);
  if (!read) return;
  const auto again = facts::image_reference(read->text());
  hold(again && again->text() == read->text() && again->host == read->host &&
           again->path == read->path,
       "an image's name that does not read back");
}

void conda_package(std::string_view text) {
  facts::Argument word;
  word.text = Text(text, {0, 0, static_cast<std::uint32_t>(text.size())});
  word.raw = text;
  const facts::CondaSpec spec = facts::read_conda_spec(word);
  inside(spec.text, text);
  facts::conda_distribution(text);
}

/// The first line is a pattern, the second a path.
void globs(std::string_view text) {
  const std::size_t end = text.find('\n');
  const std::string_view pattern = text.substr(0, end);
  const std::string_view path = end == std::string_view::npos ? pattern : text.substr(end + 1);
  read::path_match(pattern, path);
  read::glob_match(pattern, path);
  const std::string clean = read::clean_path(path);
  hold(read::clean_path(clean) == clean, "a clean path that is not clean");
  read::DockerIgnore(text).ignored(clean);
  const read::IgnoreFile ignored(text);
  ignored.match(clean, false);
  ignored.match_with_parents(clean);
}

}  // namespace

void terms(std::string_view bytes) {
  python_version(bytes);
  specifiers(bytes);
  read::poetry_specifiers(bytes);
  marker(bytes);
  version(bytes);
  image(bytes);
  conda_package(bytes);
  globs(bytes);
  const std::string name = read::normalized_name(bytes);
  hold(read::normalized_name(name) == name, "a normal name that is not normal");
  read::wheel_name(bytes);
}

}  // namespace cudafit::fuzz
