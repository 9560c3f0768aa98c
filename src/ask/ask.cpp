// Finds out what a question is about.

#include "ask/ask.h"

#include <array>

#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/cloud.h"
#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/image_releases.h"
#include "source/nearest.h"

namespace cudafit::ask {
namespace {

using About = Reply (*)(const Question&, std::string_view);

struct Entry {
  std::string_view word;
  About about;
};

template <const char* Name>
Reply library(const Question& question, std::string_view rest) {
  return about_library(question, Name, rest);
}
constexpr char cudnn[] = "cudnn", nccl[] = "nccl", tensorrt[] = "tensorrt";

/// The words that say what a question is about, and other names people give these things.
constexpr std::array<Entry, 21> entries = {{
    {"torch", about_torch},
    {"pytorch", about_torch},
    {"cuda", about_cuda},
    {"toolkit", about_cuda},
    {"image", about_image},
    {"driver", about_driver},
    {"gpu", about_gpu},
    {"instance", about_gpu},
    {"arch", about_gpu},
    {"package", about_package},
    {"cudnn", library<cudnn>},
    {"nccl", library<nccl>},
    {"tensorrt", library<tensorrt>},
    {"jetpack", about_jetpack},
    {"jetson", about_jetpack},
    {"l4t", about_jetpack},
    {"error", about_error},
    {"host", about_host},
    {"docker", nullptr},
    {"container-toolkit", nullptr},
    {"wsl2", nullptr},
}};

const Entry* entry(std::string_view word) {
  const std::string small = lower(word);
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& each) { return each.word == small; });
  return found == entries.end() ? nullptr : &*found;
}

/// What people paste from a terminal or a Dockerfile, as a question: "FROM nvidia/cuda:... AS x",
/// "Driver Version: 535.104.05", "nvidia-container-cli: requirement error: unsatisfied condition:
/// cuda>=12.6, please update your driver".
std::string unpasted(std::string_view written) {
  const std::string small = lower(written);
  const auto word_behind = [&](std::string_view mark) {
    const std::size_t at = small.find(mark);
    if (at == std::string::npos) return std::string();
    const std::string_view rest = trim(written.substr(at + mark.size()));
    return std::string(rest.substr(0, rest.find_first_of(" ,;|")));
  };
  struct Mark {
    std::string_view mark, kind;
  };
  constexpr std::array<Mark, 4> marks = {{{"driver version:", "driver "},
                                          {"cuda version:", "cuda "},
                                          {"unsatisfied condition: cuda>=", "cuda "},
                                          {"cuda>=", "cuda "}}};
  for (const Mark& each : marks) {
    if (std::string word = word_behind(each.mark); !word.empty())
      return std::string(each.kind) + word;
  }
  if (small.starts_with("from ")) {
    std::string_view rest = trim(written.substr(5));
    while (rest.starts_with("--")) rest = trim(rest.substr(std::min(rest.find(' '), rest.size())));
    return std::string(rest.substr(0, rest.find(' ')));
  }
  return std::string(written);
}

/// Without a word for its kind: what the text itself looks like.
std::optional<Reply> by_its_looks(const Question& question, std::string_view written) {
  if (is_error(written)) return about_error(question, written);
  if (written.find('/') != written.npos || written.find(':') != written.npos)
    return about_image(question, written);
  if (const auto version = Version::parse(written)) {
    if (matrix::driver(*version, question.os)) return about_driver(question, written);
    return about_cuda(question, written);
  }
  if (matrix::cc_of(written) || matrix::cloud_instance(written) ||
      !matrix::find_gpu(written).gpus.empty())
    return about_gpu(question, written);
  const std::string_view name = written.substr(0, written.find_first_of(" =["));
  if (is_package(name)) return about_package(question, written);
  const std::vector<std::string_view> images = matrix::image_repositories();
  const std::string repository = matrix::canonical_repository(name);
  if (std::find(images.begin(), images.end(), repository) != images.end())
    return about_image(question, written);
  return std::nullopt;
}

std::string unknown(std::string_view written) {
  std::vector<std::string_view> names = package_names();
  for (const Entry& each : entries) names.push_back(each.word);
  for (const std::string_view gpu : matrix::gpu_product_names()) names.push_back(gpu);
  for (const std::string_view type : matrix::cloud_instance_types()) names.push_back(type);
  std::string hint = did_you_mean(written, names);
  if (hint.empty()) hint = did_you_mean(written.substr(0, written.find(' ')), names);
  return "nothing is known as " + quoted(written) + hint;
}

}  // namespace

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"torch", "torch 2.4", "its wheels, the GPUs they have code for, what goes with them"},
      {"cuda", "cuda 12.4", "the drivers it needs, its images, what nvcc targets"},
      {"driver", "driver 535.104.05", "what runs on it; --host wsl2 for drivers of Windows"},
      {"image", "image nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04",
       "what is inside, what it asks of the host, its size, whether it is still there"},
      {"gpu", "gpu \"RTX 5090\"", "the CUDA, drivers and wheels for it; sm_120 and p3.2xlarge too"},
      {"package", "package tensorflow 2.15",
       "what it is built with and needs; \"package\" may be "
       "left out"},
      {"cudnn", "cudnn 9.1",
       "its releases and the images that hold it; nccl and tensorrt likewise"},
      {"jetpack", "jetpack 6.2", "the CUDA of Jetson boards"},
      {"error", "error 803", "a CUDA error, by its number, name or message"},
      {"host", "host docker", "what Docker, the container toolkit and WSL2 must be"},
  };
  return all;
}

Reply ask(const Question& question) {
  std::string written;
  for (const std::string& word : question.words) written += (written.empty() ? "" : " ") + word;
  const std::string plain = unpasted(trim(written));
  const std::string_view all = trim(plain);
  const std::size_t blank = all.find(' ');
  const std::size_t equals = all.find("==");
  const std::size_t end = std::min(blank, equals);
  const std::string_view first = all.substr(0, end);
  const std::string_view rest =
      end == all.npos ? std::string_view() : trim(all.substr(end + (end == blank ? 1 : 2)));
  if (const Entry* const found = entry(first)) {
    if (found->about == nullptr) return about_host(question, all);
    return found->about(question, rest);
  }
  if (auto reply = by_its_looks(question, all)) return *std::move(reply);
  return {{}, unknown(all)};
}

}  // namespace cudafit::ask
