#pragma once
// The machines an image is wanted for, and what runs on them.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/hosts.h"
#include "recommend/from_nothing.h"
#include "terms/version.h"

namespace cudafit::recommend {

struct Target {
  std::vector<graph::Machine>
      machines;  ///< at least one, without driver and GPUs where none is declared
  std::vector<graph::HostGpu> gpus;            ///< of all of them
  matrix::HostOs os = matrix::HostOs::linux_;  ///< windows: of all of them
  std::string platform;                        ///< "linux/amd64"
  std::string arch;                            ///< "amd64"
  std::string wheels;                          ///< as names of wheels have it: "linux_x86_64"
  bool jetson = false;                         ///< one of its GPUs is a Jetson's
};

/// Why the request's machine is none; else empty, and `out` is it.
std::string read_target(const Request& request, Target& out);

/// "driver 535 and RTX 4090 (sm_89)"; empty where nothing is declared.
std::string target_words(const Target& target);

/// Some machine declares its driver.
bool declares_driver(const Target& target);
/// "driver 470": the first declared one that certainly does not run this CUDA, else the first.
std::string old_driver(const Target& target, const Version& cuda);
/// The oldest driver that runs this CUDA there; no parts: not known.
Version oldest_driver(const Target& target, const Version& cuda);
/// The declared drivers certainly run it. Forward compatibility is not counted on.
bool driver_runs(const Target& target, const Version& cuda);
/// They do in an image that has NVIDIA's forward compatibility (cuda-compat) for this CUDA.
bool compat_runs(const Target& target, const Version& cuda);
/// The drivers that then run it because of that alone: "driver 470"; empty: none needs it.
std::string carried_drivers(const Target& target, const Version& cuda);
/// What carries them: "cuda-compat-12-4 of the image brings the libraries of driver 550", and who
/// says that it does.
struct Carrier {
  std::string words, source;
};
Carrier carrier(const Target& target, const Version& cuda);
/// "driver 525": the first declared one that is a whole branch of which only the releases from
/// `oldest_driver` on run this CUDA; empty: there is none.
std::string part_of_branch(const Target& target, const Version& cuda);
/// The first branch of the driver that knows all declared GPUs; no parts: nothing says so. Windows
/// has numbers of its own, which no table has by GPU.
Version first_driver(const Target& target);
/// The last branch of the driver that drives all declared GPUs; 0: the newest does. As above.
unsigned last_driver(const Target& target);
/// Why a declared driver does not know a GPU of its machine, not yet or not any more, as a
/// sentence; empty where all may.
std::string strange_to_gpu(const Target& target);
/// One is older than the toolkit asks for: only minor-version compatibility makes it run. A branch
/// is, where it is older than the one that the toolkit came out with.
bool leans(const Target& target, const Version& cuda);

/// Machine code and PTX: "sm_80", "compute_90".
struct Code {
  std::vector<std::string_view> sass, ptx;
  bool ptx_unclear = false;
};
/// How the code runs on the declared GPUs.
struct Fit {
  std::vector<std::string> none;  ///< the GPUs that it does not run on, or nobody says so
  bool compiled = false;          ///< on some by way of PTX
};
Fit gpu_fit(const Target& target, const Code& code, const Version& cuda);
/// The architecture whose code this CUDA compiles and a GPU runs: its own, else the newest before
/// it of its generation. Jetsons run nothing that was made for others. No parts: there is none.
Version compiled_for(const matrix::Gpu& gpu, const Version& cuda);
/// The declared GPUs that nothing this CUDA compiles runs on.
std::vector<std::string> unknown_to(const Target& target, const Version& cuda);
/// "CUDA 11.6 does not know RTX 4090 (sm_89), which runs its code for sm_86": of the first GPU that
/// code for another runs on; empty: it knows all.
std::string stand_in_words(const Target& target, const Version& cuda);

/// "sm_50 to sm_90"
std::string code_words(const Code& code);
/// The same, and whether PTX goes on from there: "sm_50 to sm_80, and PTX of compute_90 that
/// drivers compile for newer GPUs".
std::string reach_words(const Code& code);
/// What this CUDA is told to compile for, rising: for the declared GPUs, or for what `code` has;
/// "8.9".
std::vector<Version> architectures(const Target& target, const Code& code, const Version& cuda);

}  // namespace cudafit::recommend
