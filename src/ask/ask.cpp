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
#include "terms/ascii.h"

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
constexpr std::array<Entry, 22> entries = {{
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
    {"wsl", nullptr},
    {"wsl2", nullptr},
}};

const Entry* entry(std::string_view word) {
  const std::string small = ascii::lowered(word);
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& each) { return each.word == small; });
  return found == entries.end() ? nullptr : &*found;
}

/// "12.1" of "cu121", "12.10" of "cu1210": torch's names of CUDA.
std::string cuda_of(std::string_view word) {
  const std::string small = ascii::lowered(word);
  constexpr std::size_t shortest = 4;  // cu92
  if (!small.starts_with("cu") || small.size() < shortest ||
      small.find_first_not_of("0123456789", 2) != std::string::npos)
    return {};
  const std::size_t major = small[2] == '9' || small[2] == '8' || small[2] == '7' ? 1 : 2;
  if (small.size() < 2 + major + 1) return {};
  return small.substr(2, major) + "." + small.substr(2 + major);
}

/// The word behind a mark, without what ends it.
std::string word_behind(std::string_view written, std::string_view mark) {
  const std::size_t at = ascii::lowered(written).find(mark);
  if (at == std::string::npos) return {};
  const std::string_view rest = trim(written.substr(at + mark.size()));
  return std::string(rest.substr(0, rest.find_first_of(" ,;|\"'")));
}

/// `word` stands at the beginning and a number follows, perhaps behind "-", ":" or "v".
std::string number_behind(std::string_view written, std::string_view word) {
  if (!ascii::lowered(written).starts_with(word)) return {};
  std::string_view rest = written.substr(word.size());
  if (rest.starts_with('-') || rest.starts_with(':')) rest.remove_prefix(1);
  rest = trim(rest);
  if (rest.starts_with('v')) rest.remove_prefix(1);
  return !rest.empty() && ascii::digit(rest.front()) ? std::string(rest) : std::string();
}

/// What people paste from a terminal or a Dockerfile, as a question: "FROM nvidia/cuda:... AS x",
/// "Driver Version: 535.104.05", "unsatisfied condition: cuda>=12.6, please update your driver",
/// "pip install torch==2.4", "cu121", "cuda-12.4".
std::string unpasted(std::string_view written) {
  struct Mark {
    std::string_view mark, kind;
  };
  constexpr std::array<Mark, 4> marks = {{{"driver version:", "driver "},
                                          {"nvidia-smi ", "driver "},
                                          {"cuda version:", "cuda "},
                                          {"cuda>=", "cuda "}}};
  for (const Mark& each : marks) {
    if (std::string word = word_behind(written, each.mark); !word.empty())
      return std::string(each.kind) + word;
  }
  constexpr std::array<Mark, 11> names = {{{"nvidia driver", "driver "},
                                           {"driver", "driver "},
                                           {"cuda toolkit", "cuda "},
                                           {"cuda", "cuda "},
                                           {"cudnn", "cudnn "},
                                           {"compute capability", "gpu "},
                                           {"cc ", "gpu "},
                                           {"error code", "error "},
                                           {"error", "error "},
                                           {"pytorch", "torch "},
                                           {"torch", "torch "}}};
  for (const Mark& each : names) {
    if (std::string number = number_behind(written, each.mark); !number.empty())
      return std::string(each.kind) + number;
  }
  for (const std::string_view command : {"uv pip install ", "pip install ", "pip3 install "}) {
    if (ascii::lowered(written).starts_with(command))
      written = trim(written.substr(command.size()));
  }
  if (ascii::lowered(written).starts_with("from ")) {
    std::string_view rest = trim(written.substr(5));
    while (rest.starts_with("--")) rest = trim(rest.substr(std::min(rest.find(' '), rest.size())));
    return std::string(rest.substr(0, rest.find(' ')));
  }
  const std::string_view last = written.substr(written.rfind(' ') + 1);
  for (const std::string_view kind : {"", "cuda ", "torch ", "pytorch "}) {
    if (const std::string cuda = cuda_of(last);
        !cuda.empty() && ascii::lowered(written) == std::string(kind) + ascii::lowered(last))
      return "cuda " + cuda;
  }
  // R535, v535.104.05
  if (written.size() > 1 && (ascii::lower(written.front()) == 'r' || written.front() == 'v') &&
      Version::parse(written.substr(1)))
    return std::string(written.substr(1));
  return std::string(written);
}

/// A number without a word: of what it may be one, the first that is known.
std::optional<Reply> about_number(const Question& question, const Version& version,
                                  std::string_view written) {
  for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
    if (starts_with(each.cuda, version) && version.parts > 1) return about_cuda(question, written);
  }
  const bool other = version.parts > 1 && (matrix::driver(version, matrix::HostOs::windows) ||
                                           matrix::driver(version, matrix::HostOs::linux_));
  if (other || matrix::driver_branch(version.major(), question.os))
    return about_driver(question, written);
  if (matrix::gpu_of(version)) return about_gpu(question, written);
  if (version.parts == 1 && matrix::cuda_error(version.major()))
    return about_error(question, written);
  if (!matrix::find_gpu(written).gpus.empty()) return about_gpu(question, written);
  const Version newest = matrix::toolkit_releases().back().cuda;
  if (version > newest && version.major() <= newest.major() + 1 && version.parts > 1)
    return about_cuda(question, written);
  return std::nullopt;
}

/// Without a word for its kind: what the text itself looks like.
std::optional<Reply> by_its_looks(const Question& question, std::string_view written) {
  if (is_error(written)) return about_error(question, written);
  if (written.find(' ') == written.npos && written.find_first_of("/:") != written.npos)
    return about_image(question, written);
  if (const auto version = Version::parse(written)) {
    if (auto reply = about_number(question, *version, written)) return reply;
  }
  if (matrix::cc_of(written) || matrix::cloud_instance(written) ||
      !matrix::find_gpu(written).gpus.empty())
    return about_gpu(question, written);
  const std::string_view name = written.substr(0, written.find_first_of(" =[<>~!"));
  if (written.starts_with("ml.") && matrix::cloud_instance(written.substr(3)))
    return about_gpu(question, written.substr(3));  // SageMaker's name of it
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
  std::replace(written.begin(), written.end(), '\t', ' ');
  constexpr std::size_t longest = 300;  // an error message is shorter
  if (written.size() > longest)
    return {
        {},
        fmt::format("a question has at most {} bytes, this one has {}", longest, written.size())};
  const std::string plain = unpasted(trim(written));
  const std::string_view all = trim(plain);
  const std::size_t end = all.find_first_of(" =<>~!");
  const std::string_view first = all.substr(0, end);
  std::string_view rest = end == all.npos ? std::string_view() : all.substr(end);
  while (!rest.empty() && std::string_view(" =<>~!").find(rest.front()) != rest.npos)
    rest.remove_prefix(1);
  if (const Entry* const found = entry(first)) {
    if (found->about == nullptr) return about_host(question, all);
    return found->about(question, rest);
  }
  if (auto reply = by_its_looks(question, all)) return *std::move(reply);
  return {{}, unknown(all)};
}

}  // namespace cudafit::ask
