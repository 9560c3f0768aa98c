#include "facts/architectures.h"

#include <algorithm>

namespace cudafit::facts {

namespace {

std::string_view without_quotes(std::string_view text) {
  while (!text.empty() && (text[0] == '"' || text[0] == '\'')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
  return text;
}

/// Everything as one entry: `arch=compute_80,code=[sm_80,compute_80]`.
Architectures whole(const Text& value, Span span, std::string_view written_as) {
  Architectures out{.text = value, .span = span, .written_as = std::string(written_as)};
  out.known = value.complete;
  out.entries.emplace_back(without_quotes(value.value));
  out.entry_spans.push_back(value.span());
  return out;
}

enum class Flag : std::uint8_t { none, arch, code, gencode };

Flag flag_of(std::string_view name) {
  if (name == "-arch" || name == "--gpu-architecture") return Flag::arch;
  if (name == "-code" || name == "--gpu-code") return Flag::code;
  if (name == "-gencode" || name == "--generate-code") return Flag::gencode;
  return Flag::none;
}

}  // namespace

Architectures split_architectures(const Text& value, Span span, std::string_view written_as) {
  Architectures out{.text = value, .span = span, .written_as = std::string(written_as)};
  out.known = value.complete;
  // torch reads 8.0,8.6 as one name, which it does not know.
  const std::string_view between =
      written_as == "TORCH_CUDA_ARCH_LIST" ? "; \t\n\"'\\" : "; ,\t\n\"'\\";
  std::size_t at = value.value.find_first_not_of(between);
  while (at != std::string::npos) {
    const std::size_t end = std::min(value.value.find_first_of(between, at), value.size());
    out.entries.push_back(value.value.substr(at, end - at));
    out.entry_spans.push_back(value.span(at, end));
    at = value.value.find_first_not_of(between, end);
  }
  return out;
}

void nvcc_architectures(const std::vector<Argument>& words, std::vector<Architectures>& out) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].value();
    const std::size_t equals = word.find('=');
    const Flag flag = flag_of(word.substr(0, equals));
    if (flag == Flag::none) continue;
    Text value;
    Span span = words[i].span;
    if (equals != std::string_view::npos) {
      value = words[i].text.slice(equals + 1, word.size());
    } else if (i + 1 < words.size()) {
      value = words[++i].text;
      span = cover(span, words[i].span);
    } else {
      return;
    }
    if (flag == Flag::gencode) {
      out.push_back(whole(value, span, "-gencode"));
    } else if (flag == Flag::arch) {
      out.push_back(whole(value, span, "-arch"));
    } else {
      out.push_back(split_architectures(value, span, "-code"));
    }
  }
}

std::vector<Argument> words_in(const Text& value) {
  std::vector<Argument> out;
  const std::string_view all = value.value;
  std::size_t at = 0;
  while (at < all.size()) {
    at = all.find_first_not_of(" \t\n", at);
    if (at == std::string_view::npos) break;
    Argument word;
    char quote = 0;
    std::size_t plain = at;
    const auto flush = [&](std::size_t end) {
      if (plain < end) word.text.append(value.slice(plain, end));
    };
    const std::size_t begin = at;
    for (; at < all.size(); ++at) {
      const char c = all[at];
      if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) break;
      const bool opens = quote == 0 && (c == '"' || c == '\'');
      if (!opens && (quote == 0 || c != quote)) continue;
      flush(at);
      plain = at + 1;
      quote = opens ? c : '\0';
    }
    flush(at);
    word.text.complete = value.complete;
    word.span = value.slice(begin, at).around();
    word.raw = {};
    out.push_back(std::move(word));
  }
  return out;
}

bool is_architecture_list(std::string_view name) {
  return listed(
      "TORCH_CUDA_ARCH_LIST CMAKE_CUDA_ARCHITECTURES CUDAARCHS FLASH_ATTN_CUDA_ARCHS "
      "TCNN_CUDA_ARCHITECTURES CUDA_ARCH_LIST CUDA_ARCHITECTURES CUDA_ARCHS CUDA_ARCH_BIN "
      "CUDA_ARCH_PTX NVTE_CUDA_ARCHS FLASHINFER_CUDA_ARCH_LIST VLLM_FA_CMAKE_GPU_ARCHES GPU_ARCHS "
      "CUDA_GENERATION CUDA_COMPUTE_CAP TF_CUDA_COMPUTE_CAPABILITIES "
      "HERMETIC_CUDA_COMPUTE_CAPABILITIES "
      "AMREX_CUDA_ARCH Kokkos_CUDA_ARCH CUDA_ARCH GGML_CUDA_ARCHITECTURES",
      name);
}

Architectures architectures_of(const Setting& setting) {
  Architectures out = split_architectures(setting.value, setting.span, setting.name);
  if (setting.how.span) out.how.push_back(setting.how);
  if (!setting.set) out.known = false;
  return out;
}

}  // namespace cudafit::facts
