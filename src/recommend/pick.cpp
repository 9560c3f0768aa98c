#include "recommend/pick.h"

#include <fmt/format.h>

#include <algorithm>

#include "terms/pep440.h"

namespace cudafit::recommend {

std::string stand_in(const std::string& written) {
  if (!written.ends_with('*')) return written;
  return written.substr(0, written.size() - std::string_view("*").size()) + "999999";
}

namespace {

/// Whether no version satisfies both, as far as one of them names a version or a line.
bool exclude(const std::string& one, const std::string& other) {
  const auto a = Specifiers::parse(one);
  const auto b = Specifiers::parse(other);
  if (!a || !b) return false;
  if (const auto exact = a->exact()) return !b->contains(*exact, true);
  if (const auto exact = b->exact()) return !a->contains(*exact, true);
  for (const auto& [line, rest] : {std::pair(&*a, &*b), std::pair(&*b, &*a)}) {
    if (line->all.size() != 1 || !line->all.front().wildcard) continue;
    const auto version = PyVersion::parse(stand_in(line->all.front().text));
    return version && !rest->contains(*version, true);
  }
  return false;
}

/// The cuDNN that its wheels bring; empty: not known, or none.
std::string brought_cudnn(const Pick& pick) {
  for (const auto& [name, wanted] : pick.pins) {
    if (name.starts_with("nvidia-cudnn-") && wanted.starts_with("==")) return wanted.substr(2);
  }
  return {};
}

/// Of two cuDNN of one major a process takes the one that is loaded first, for both.
std::string two_cudnn(const Pick& brings, const Pick& opens) {
  const std::string brought = brought_cudnn(brings);
  const auto version = Version::parse(brought);
  if (!version || opens.own_cuda || opens.cudnn_major != version->major()) return {};
  return fmt::format("{} brings cuDNN {}, and {} opens cuDNN {} of the image", brings.title,
                     brought, opens.title, opens.cudnn_major);
}

/// Of what one pins unknown, the other may refuse anything.
std::string not_known(const Pick& pins, const Pick& asks) {
  const auto asked = asks.pins.find(pins.unknown_pin);
  if (asked == asks.pins.end() || asked->second.empty()) return {};
  return fmt::format("which {} {} requires is not known, and {} requires {}{}", pins.unknown_pin,
                     pins.title, asks.title, asked->first, asked->second);
}

}  // namespace

std::string Pick::cuda_words() const {
  return cuda_floats ? std::to_string(cuda.major()) : cuda.text();
}

bool Pick::takes(const Version& python) const {
  if (!pythons.empty())
    return std::any_of(pythons.begin(), pythons.end(),
                       [&](const Version& each) { return each.same_line(python); });
  if (python_min && python < python_min) return false;
  return !python_max || python < python_max || python.same_line(python_max);
}

bool Pick::open_pythons() const { return pythons.empty() && !python_max; }

std::string Pick::jit_words() const {
  return fmt::format("{} does not work with Python {} and newer", jit_told, jit_ends.text());
}

bool Pick::without_jit(const Version& python) const {
  return jit_ends && (jit_ends < python || jit_ends.same_line(python));
}

std::string Pick::python_words() const {
  const Version from = pythons.empty() ? python_min : pythons.front();
  const Version to = pythons.empty() ? python_max : pythons.back();
  if (!from || !to) return from ? from.text() + " and newer" : to.text() + " and older";
  return from == to ? from.text() : from.text() + " to " + to.text();
}

Clash clash(const Pick& a, const Pick& b) {
  for (const Pick* const each : {&a, &b}) {
    if (each->alone)
      return {Apart::index, each->title + " comes from an index that has nothing else"};
  }
  if (a.cuda.major() != b.cuda.major())
    return {Apart::cuda, fmt::format("{} is built for CUDA {} and {} for CUDA {}", a.title,
                                     a.cuda_words(), b.title, b.cuda_words())};
  for (std::string why : {two_cudnn(a, b), two_cudnn(b, a), not_known(a, b), not_known(b, a)}) {
    if (!why.empty()) return {Apart::requirements, std::move(why)};
  }
  for (const auto& [name, wanted] : a.pins) {
    const auto other = b.pins.find(name);
    if (other == b.pins.end() || !exclude(wanted, other->second)) continue;
    return {Apart::requirements, fmt::format("{} requires {}{}, and {} {}{}", a.title, name, wanted,
                                             b.title, name, other->second)};
  }
  return {};
}

}  // namespace cudafit::recommend
