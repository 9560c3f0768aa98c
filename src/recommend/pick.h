#pragma once
// One way to have a framework in an image, and how all ways to have the asked one are found.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "recommend/target.h"

namespace cudafit::recommend {

struct Pick {
  std::string package;  ///< "torch"
  std::string version;  ///< "2.4.1"; a line (2.15.*) where the tables know no single releases
  std::string title;    ///< "torch 2.4.1+cu124"
  std::string label;    ///< "PyTorch 2.4.1"
  std::vector<std::string> options;             ///< of pip: "--extra-index-url", its address
  std::vector<std::string> requirements;        ///< "torch==2.4.1+cu124"
  std::vector<std::string> apart;               ///< of them, what its own index may not have
  std::vector<std::string> build_requirements;  ///< where something is built against it
  std::string why_build;                        ///< a comment over that
  bool alone = false;     ///< its options are not for other packages: pip is called for it alone
  std::string why_there;  ///< a comment over the installation
  std::vector<Version> pythons;       ///< those it has wheels for; empty: see the two below
  Version python_min, python_max;     ///< no parts: not known
  Version jit_ends;                   ///< the first Python without its JIT; no parts: not known
  std::string jit_told;               ///< then: "torch.compile of torch 2.3.1"
  std::string jit_source;             ///< then: who says so
  Version cuda;                       ///< its CUDA: 12.4
  bool cuda_floats = false;           ///< pip takes the newest CUDA of that major
  bool own_cuda = true;               ///< its wheels bring CUDA; false: the image has to
  std::vector<unsigned> cuda_majors;  ///< of the image's CUDA that do; empty: any
  bool cuda_locked = false;           ///< the image has to have its very line
  unsigned cudnn_major = 0;           ///< of the image; 0: none is needed
  Version cudnn_min;
  /// Requirements of it that others may not share: "nvidia-cudnn-cu12" "==9.1.0.70".
  std::map<std::string, std::string> pins;
  std::string unknown_pin;  ///< one that it pins, too, but to which release is not known
  Code code;                ///< nothing in it: not known
  std::string smoke;        ///< Python that says what it sees
  std::vector<std::string> reasons;
  std::vector<std::string> build_reasons;  ///< where something is built against it

  /// Its CUDA as far as it is certain: "12.4", or the major where pip takes the rest.
  std::string cuda_words() const;
  bool takes(const Version& python) const;
  /// Nothing says up to which Python there are wheels: then the oldest is certain.
  bool open_pythons() const;
  /// It takes this Python, but its JIT is known not to work there.
  bool without_jit(const Version& python) const;
  /// "torch.compile of torch 2.3.1 does not work with Python 3.12 and newer"
  std::string jit_words() const;
  /// The Pythons for people: "3.8 to 3.12".
  std::string python_words() const;
};

/// All ways, best first.
struct Picks {
  std::vector<Pick> all;
  std::string why_none;  ///< without any: why
  bool unmeant = false;  ///< then: there is no such thing
};

Picks torch_picks(const Request& request, const Target& target);
Picks tensorflow_picks(const Request& request, const Target& target);
Picks jax_picks(const Request& request, const Target& target);
/// CUDA itself, without Python.
Picks cuda_picks(const Request& request, const Target& target);

/// The lines there are of a framework ("torch", "jax", "tensorflow") or of "cuda", oldest first:
/// "2.4".
std::vector<std::string> lines_of(const std::string& package);
/// The single releases of a line that are known, oldest first: "2.4.1".
std::vector<std::string> releases_of_line(const std::string& package, const Version& line);

/// `12.4.*` is met by any of them; one that no release has, newer than all, stands for them. Whole
/// versions stay.
std::string stand_in(const std::string& written);

/// How far two come on the way into one environment.
enum class Apart : std::uint8_t { index, cuda, requirements, together };
struct Clash {
  Apart at = Apart::together;
  std::string why;  ///< a sentence; empty where nothing known speaks against it
};
Clash clash(const Pick& a, const Pick& b);

}  // namespace cudafit::recommend
